-- Each time that something left, or was asked for and refused; and the first answers to replies.

CREATE TABLE disclosures (
    id                    uuid PRIMARY KEY,
    sequence              bigint GENERATED ALWAYS AS IDENTITY,
    consent               uuid,
    referral              uuid,
    recipient             text NOT NULL,
    channel               text NOT NULL,
    fields                text[] NOT NULL,
    payload_sha256        text,
    request_id            text NOT NULL,
    refused               text,
    at                    timestamptz NOT NULL,
    by                    text NOT NULL,
    recalled_at           timestamptz,
    deletion_confirmed_at timestamptz
);
CREATE INDEX disclosures_referral ON disclosures (referral);

CREATE TABLE replies (
    partner    uuid NOT NULL REFERENCES partners (id),
    request_id uuid NOT NULL,
    asked      text NOT NULL,
    answer     text NOT NULL,
    person     uuid REFERENCES people (id) ON DELETE CASCADE,
    at         timestamptz NOT NULL,
    PRIMARY KEY (partner, request_id)
);

ALTER TABLE disclosures ENABLE ROW LEVEL SECURITY;
ALTER TABLE disclosures FORCE ROW LEVEL SECURITY;

-- Anybody may add to the log; only those who may see the referral may read it, attempts of strangers included.
CREATE POLICY adding ON disclosures FOR INSERT WITH CHECK (true);
CREATE POLICY reading ON disclosures FOR SELECT
    USING (EXISTS (SELECT FROM referrals WHERE referrals.id = disclosures.referral));
CREATE POLICY closing ON disclosures FOR UPDATE
    USING (EXISTS (SELECT FROM referrals WHERE referrals.id = disclosures.referral));

GRANT SELECT, INSERT ON disclosures TO wayfare_referrals;
GRANT UPDATE (recalled_at, deletion_confirmed_at) ON disclosures TO wayfare_referrals;
GRANT SELECT, INSERT ON replies TO wayfare_referrals;
