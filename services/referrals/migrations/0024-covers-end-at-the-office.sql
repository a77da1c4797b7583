-- A cover is for one office: it ends for whoever leaves that office, and never reaches people of another one.

DROP POLICY assignment ON people;
CREATE POLICY assignment ON people USING (
    app('role') IN ('case_worker', 'careers_adviser', 'benefits_adviser', 'specialist')
    AND (
        case_worker = app('sub')
        OR EXISTS (
            SELECT FROM covers
            WHERE covering = app('sub') AND covered = people.case_worker AND until > app('now')::timestamptz
              AND covers.office = app('office') AND covers.office = people.office
        )
    )
);
