-- What a Jobcentre system was told, under names that only it knows. All of them are random.

CREATE TABLE pseudonyms (
    person    uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    consumer  text NOT NULL,
    pseudonym text NOT NULL UNIQUE,
    PRIMARY KEY (person, consumer)
);

CREATE TABLE consumer_references (
    referral  uuid NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
    consumer  text NOT NULL,
    reference text NOT NULL UNIQUE,
    PRIMARY KEY (referral, consumer)
);

CREATE TABLE told (
    referral uuid NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
    consumer text NOT NULL,
    news     text NOT NULL CHECK (news IN ('sent', 'accepted', 'started', 'completed', 'ended')),
    event    uuid NOT NULL,
    number   integer NOT NULL,
    consent  uuid NOT NULL REFERENCES consents (id) ON DELETE CASCADE,
    PRIMARY KEY (referral, consumer, news)
);
CREATE INDEX told_consent ON told (consent);

ALTER TABLE pseudonyms ENABLE ROW LEVEL SECURITY;
ALTER TABLE pseudonyms FORCE ROW LEVEL SECURITY;
ALTER TABLE consumer_references ENABLE ROW LEVEL SECURITY;
ALTER TABLE consumer_references FORCE ROW LEVEL SECURITY;
ALTER TABLE told ENABLE ROW LEVEL SECURITY;
ALTER TABLE told FORCE ROW LEVEL SECURITY;

CREATE POLICY house ON pseudonyms USING (app('role') = 'system');
CREATE POLICY house ON consumer_references USING (app('role') = 'system');
CREATE POLICY house ON told USING (app('role') = 'system');
CREATE POLICY with_referral ON told FOR SELECT USING (
    app('role') <> 'partner_receiver' AND EXISTS (SELECT FROM referrals WHERE referrals.id = told.referral)
);

GRANT UPDATE (consumer) ON pseudonyms, consumer_references TO wayfare_referrals;
GRANT SELECT, INSERT ON pseudonyms, consumer_references TO wayfare_referrals;
GRANT SELECT, INSERT, DELETE ON told TO wayfare_referrals;
