-- Conversations. An offer that was not accepted leaves a count and nothing else (R1, R3).

CREATE TABLE offers (
    office text NOT NULL,
    month  date NOT NULL,
    answer text NOT NULL CHECK (answer IN ('accepted', 'declined', 'undecided')),
    count  integer NOT NULL,
    PRIMARY KEY (office, month, answer)
);

CREATE TABLE conversations (
    id          uuid PRIMARY KEY,
    person      uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    started_at   timestamptz NOT NULL,
    started_by  text NOT NULL,
    reassured_at timestamptz,
    read_out    boolean,
    channel     text,
    venue       text,
    framing     text,
    findings    text
);
CREATE INDEX conversations_person ON conversations (person);

CREATE TABLE conversation_topics (
    conversation uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    topic        text NOT NULL,
    state        text NOT NULL CHECK (state IN ('not-offered', 'offered', 'discussed', 'later', 'declined')),
    depth        text,
    note         text,
    PRIMARY KEY (conversation, topic),
    CHECK (state = 'discussed' OR (depth IS NULL AND note IS NULL))
);

ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
ALTER TABLE conversation_topics ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_topics FORCE ROW LEVEL SECURITY;

CREATE POLICY with_person ON conversations USING (
    app('role') <> 'manager' AND EXISTS (SELECT FROM people WHERE people.id = conversations.person)
);
CREATE POLICY with_conversation ON conversation_topics USING (
    EXISTS (SELECT FROM conversations WHERE conversations.id = conversation_topics.conversation)
);

GRANT SELECT, INSERT, UPDATE (count) ON offers TO wayfare_referrals;
GRANT SELECT, INSERT, UPDATE (reassured_at, read_out, findings) ON conversations TO wayfare_referrals;
GRANT SELECT, INSERT, UPDATE (state, depth, note) ON conversation_topics TO wayfare_referrals;
