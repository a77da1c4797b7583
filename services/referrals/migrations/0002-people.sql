-- People. Whatever says something about them is sealed under a key of their own; destroying the key erases it.

CREATE TABLE people (
    id          uuid PRIMARY KEY,
    reference   text NOT NULL UNIQUE,
    office      text NOT NULL,
    case_worker text NOT NULL REFERENCES staff (sub),
    created_at  timestamptz NOT NULL,
    name        text NOT NULL,
    details     text NOT NULL
);
CREATE INDEX people_case_worker ON people (case_worker);
CREATE INDEX people_office ON people (office);

CREATE TABLE person_keys (
    person  uuid PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    wrapped text NOT NULL
);

ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
ALTER TABLE person_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_keys FORCE ROW LEVEL SECURITY;

-- One's own caseload, and that of a colleague for whom one stands in.
CREATE POLICY assignment ON people USING (
    app('role') IN ('case_worker', 'careers_adviser', 'benefits_adviser', 'specialist')
    AND (
        case_worker = app('sub')
        OR EXISTS (
            SELECT FROM covers
            WHERE covering = app('sub') AND covered = people.case_worker AND until > app('now')::timestamptz
        )
    )
);
-- A manager hands out the work of the office: for that purpose alone, and without the keys to any words.
CREATE POLICY caseload ON people USING (
    app('role') = 'manager' AND app('purpose') = 'caseload' AND office = app('office')
);
-- The house itself: its clocks, and what follows from a provider's answer.
CREATE POLICY house ON people USING (app('role') = 'system');

CREATE POLICY with_person ON person_keys USING (
    app('role') <> 'manager' AND EXISTS (SELECT FROM people WHERE people.id = person_keys.person)
);

GRANT SELECT, INSERT, UPDATE (name, details, case_worker) ON people TO wayfare_referrals;
GRANT SELECT, INSERT, DELETE ON person_keys TO wayfare_referrals;
