-- What is announced, what was heard, what was answered before, and who did what.

CREATE TABLE outbox (
    sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              uuid NOT NULL UNIQUE,
    stream          text NOT NULL,
    subject         text NOT NULL,
    body            text NOT NULL,
    not_before      timestamptz NOT NULL,
    published_at    timestamptz,
    stream_sequence bigint
);
CREATE INDEX outbox_waiting ON outbox (sequence) WHERE published_at IS NULL;
CREATE INDEX outbox_subject ON outbox (stream, subject, sequence);
CREATE INDEX outbox_place ON outbox (stream, stream_sequence);

CREATE TABLE inbox (
    consumer    text NOT NULL,
    id          text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, id)
);

-- First answers, sealed. `key` and `fingerprint` tell nothing without the caller's own Idempotency-Key.
CREATE TABLE idempotency (
    key         text PRIMARY KEY,
    fingerprint text NOT NULL,
    answer      text NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- Ids and names of fields, never what stands in them. Rows are added and never changed.
CREATE TABLE audit (
    sequence     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    at           timestamptz NOT NULL,
    by           text NOT NULL,
    role         text NOT NULL,
    action       text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   text NOT NULL,
    fields       text[] NOT NULL,
    request_id   text NOT NULL
);
CREATE INDEX audit_subject ON audit (subject_id, sequence);
CREATE INDEX audit_by ON audit (by, sequence);

ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY adding ON audit FOR INSERT WITH CHECK (true);
CREATE POLICY reading ON audit FOR SELECT USING (app('role') = 'auditor');

GRANT SELECT, INSERT, UPDATE (published_at, stream_sequence), DELETE ON outbox TO wayfare_referrals;
GRANT SELECT, INSERT, DELETE ON inbox TO wayfare_referrals;
GRANT SELECT, INSERT, DELETE ON idempotency TO wayfare_referrals;
GRANT SELECT, INSERT ON audit TO wayfare_referrals;
