-- Referrals and their history, which is appended to and never rewritten.

CREATE TABLE referrals (
    id                    uuid PRIMARY KEY,
    reference             text NOT NULL UNIQUE,
    correlation           uuid NOT NULL,
    person                uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    service_id            uuid NOT NULL,
    service_name          text,
    partner               uuid NOT NULL REFERENCES partners (id),
    partner_name          text NOT NULL,
    needs                 text[] NOT NULL,
    consent               uuid NOT NULL REFERENCES consents (id) ON DELETE CASCADE,
    content               text NOT NULL,
    status                text NOT NULL,
    sub_status            text,
    reason                text,
    created_at            timestamptz NOT NULL,
    sent_at               timestamptz,
    collected_at          timestamptz,
    deletion_confirmed_at timestamptz,
    notice                uuid,
    replaces              uuid REFERENCES referrals (id)
);
CREATE INDEX referrals_person ON referrals (person);
CREATE INDEX referrals_partner ON referrals (partner);
CREATE INDEX referrals_consent ON referrals (consent);
CREATE INDEX referrals_unanswered ON referrals (sent_at) WHERE status IN ('requested', 'received');
CREATE UNIQUE INDEX referrals_one_open ON referrals (person, service_id)
    WHERE status IN ('requested', 'received', 'accepted', 'on-hold', 'in-progress');

CREATE TABLE referral_events (
    referral   uuid NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
    number     integer NOT NULL,
    at         timestamptz NOT NULL,
    by         text NOT NULL,
    who        text NOT NULL,
    step       text NOT NULL,
    status     text NOT NULL,
    sub_status text,
    reason     text,
    contact_by date,
    channel    text,
    details    text NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (referral, number)
);

ALTER TABLE referrals ENABLE ROW LEVEL SECURITY;
ALTER TABLE referrals FORCE ROW LEVEL SECURITY;
ALTER TABLE referral_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_events FORCE ROW LEVEL SECURITY;

-- Whoever may see the person: their case worker, cover, and a manager while handing out or stopping work.
CREATE POLICY staff ON referrals USING (EXISTS (SELECT FROM people WHERE people.id = referrals.person));
CREATE POLICY recipient ON referrals
    USING (partner = app('partner')::uuid AND sent_at IS NOT NULL);
CREATE POLICY clocks ON referrals USING (app('role') = 'system');
-- A provider may open what was sent to it: a partner's rights reach the keys of those people alone.
CREATE POLICY with_referral ON person_keys FOR SELECT USING (
    app('role') = 'partner_receiver'
    AND EXISTS (SELECT FROM referrals WHERE referrals.person = person_keys.person)
);
-- Only the clocks delete, and only what was never sent.
CREATE POLICY old_drafts ON referrals AS RESTRICTIVE FOR DELETE USING (app('role') = 'system' AND status = 'draft');
CREATE POLICY with_referral ON referral_events USING (EXISTS (SELECT FROM referrals WHERE referrals.id = referral));

GRANT SELECT, INSERT, DELETE ON referrals TO wayfare_referrals;
GRANT UPDATE (status, sub_status, reason, sent_at, collected_at, deletion_confirmed_at, notice) ON referrals
    TO wayfare_referrals;
GRANT SELECT, INSERT ON referral_events TO wayfare_referrals;
