-- Who works here, who may receive, and which Jobcentre systems exist.

-- A setting of this transaction, such as app('sub'): who is calling. NULL where nothing was set.
CREATE FUNCTION app(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.' || name, true), '');

CREATE TABLE staff (
    sub      text PRIMARY KEY,
    name     text NOT NULL,
    role     text NOT NULL,
    office   text NOT NULL,
    employer text,
    active   boolean NOT NULL
);
CREATE INDEX staff_office ON staff (office);

-- One case worker stands in for another, because a manager of their office said so.
CREATE TABLE covers (
    id       uuid PRIMARY KEY,
    office   text NOT NULL,
    covering text NOT NULL REFERENCES staff (sub),
    covered  text NOT NULL REFERENCES staff (sub),
    until    timestamptz NOT NULL,
    named_by text NOT NULL,
    CHECK (covering <> covered)
);
CREATE INDEX covers_covering ON covers (covering, covered);

CREATE TABLE partners (
    id            uuid PRIMARY KEY,
    legal_name    text NOT NULL,
    organizations uuid[] NOT NULL,
    state         text NOT NULL CHECK (state IN ('asked', 'approved', 'suspended')),
    email         text NOT NULL,
    agreement     text,
    approved_at   timestamptz,
    approved_by   text,
    nats_key      text UNIQUE,
    asked_by      text NOT NULL
);
CREATE INDEX partners_organizations ON partners USING gin (organizations);

CREATE TABLE consumers (
    id       text PRIMARY KEY,
    name     text NOT NULL,
    nats_key text UNIQUE
);

GRANT SELECT, INSERT, UPDATE (name, role, office, employer, active) ON staff TO wayfare_referrals;
GRANT SELECT, INSERT, UPDATE (until) ON covers TO wayfare_referrals;
GRANT SELECT, INSERT, UPDATE (state, approved_at, approved_by) ON partners TO wayfare_referrals;
GRANT SELECT, INSERT ON consumers TO wayfare_referrals;
