-- What people agreed. The words are sealed under the person's key; what the rules ask for stands in columns.

CREATE TABLE consents (
    id             uuid PRIMARY KEY,
    receipt_id     text NOT NULL UNIQUE,
    person         uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    recipient      text NOT NULL,
    recipient_name text NOT NULL,
    purpose        text NOT NULL,
    fields         text[] NOT NULL,
    excluded       text[] NOT NULL,
    milestones     text[] NOT NULL,
    valid_from     timestamptz NOT NULL,
    valid_until    date NOT NULL,
    state          text NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn')),
    head           text NOT NULL
);
CREATE INDEX consents_person ON consents (person);
CREATE INDEX consents_recipient ON consents (recipient);

CREATE TABLE consent_events (
    consent  uuid NOT NULL REFERENCES consents (id) ON DELETE CASCADE,
    number   integer NOT NULL,
    at       timestamptz NOT NULL,
    event    text NOT NULL CHECK (event IN ('given', 'refused', 'withdrawn', 'expired', 'renewed')),
    by       text NOT NULL,
    terms    text NOT NULL,
    previous text NOT NULL,
    hash     text NOT NULL,
    PRIMARY KEY (consent, number)
);

ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent_events FORCE ROW LEVEL SECURITY;

-- Whoever may see the person may see what they agreed: the subquery is under the policies of `people`.
CREATE POLICY staff ON consents USING (EXISTS (SELECT FROM people WHERE people.id = consents.person));
CREATE POLICY recipient ON consents USING (recipient = app('partner'));
CREATE POLICY clocks ON consents USING (app('role') = 'system');
CREATE POLICY with_consent ON consent_events USING (EXISTS (SELECT FROM consents WHERE consents.id = consent));

GRANT SELECT, INSERT ON consents TO wayfare_referrals;
GRANT UPDATE (state, head, valid_until) ON consents TO wayfare_referrals;
GRANT SELECT, INSERT ON consent_events TO wayfare_referrals;
