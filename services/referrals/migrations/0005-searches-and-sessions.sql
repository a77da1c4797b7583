-- Searches, which only their maker sees and which end by themselves; and sign-ins of the desk.

CREATE TABLE searches (
    id           uuid PRIMARY KEY,
    made_by      text NOT NULL,
    person       uuid REFERENCES people (id) ON DELETE CASCADE,
    conversation uuid REFERENCES conversations (id) ON DELETE CASCADE,
    request      text NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX searches_expiring ON searches (expires_at);
CREATE INDEX searches_person ON searches (person);

ALTER TABLE searches ENABLE ROW LEVEL SECURITY;
ALTER TABLE searches FORCE ROW LEVEL SECURITY;
CREATE POLICY maker ON searches USING (
    app('role') IN ('case_worker', 'careers_adviser', 'benefits_adviser', 'specialist', 'manager')
    AND made_by = app('sub') AND expires_at > app('now')::timestamptz
);
CREATE POLICY house ON searches USING (app('role') = 'system');

-- The secret is hashed and the token sealed under the secret, so that this table signs nobody in.
CREATE TABLE sessions (
    id          uuid PRIMARY KEY,
    secret_hash text NOT NULL UNIQUE,
    token       text NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX sessions_expiring ON sessions (expires_at);

GRANT SELECT, INSERT, UPDATE (request, person, conversation, expires_at), DELETE ON searches TO wayfare_referrals;
GRANT SELECT, INSERT, DELETE ON sessions TO wayfare_referrals;
