-- The directory: listings as Open Referral UK documents, with the columns they are searched by.
-- `document` is the whole listing; `shown` is what anybody may see of it (NULL: nothing). Public answers read `shown` only.

CREATE SEQUENCE change_sequence;

CREATE TABLE services (
    id              uuid PRIMARY KEY,
    organization_id uuid,
    name            text NOT NULL,
    status          text NOT NULL,
    last_modified   timestamptz NOT NULL,
    assured_date    date,
    internal        boolean NOT NULL,
    listed          boolean NOT NULL,
    was_listed      boolean NOT NULL,
    deleted_at      timestamptz,
    version         integer NOT NULL CHECK (version > 0),
    sequence        bigint NOT NULL UNIQUE,
    source          text NOT NULL,
    source_hash     bytea,
    document        jsonb NOT NULL,
    shown           jsonb,
    words           tsvector NOT NULL,
    CHECK (NOT (internal AND shown IS NOT NULL)),
    CHECK (NOT listed OR (shown IS NOT NULL AND deleted_at IS NULL))
);
CREATE INDEX services_order ON services (last_modified, id) WHERE shown IS NOT NULL;
CREATE INDEX services_organization ON services (organization_id);
CREATE INDEX services_words ON services USING gin (words);
CREATE INDEX services_source ON services (source);
CREATE INDEX services_internal ON services (id) WHERE internal;

CREATE TABLE organizations (
    id            uuid PRIMARY KEY,
    name          text NOT NULL,
    last_modified timestamptz NOT NULL,
    document      jsonb NOT NULL,
    words         tsvector NOT NULL
);
CREATE INDEX organizations_order ON organizations (last_modified, id);
CREATE INDEX organizations_words ON organizations USING gin (words);

CREATE TABLE service_at_locations (
    id          uuid NOT NULL,
    service_id  uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
    location_id uuid,
    latitude    double precision,
    longitude   double precision,
    PRIMARY KEY (id, service_id)
);
CREATE INDEX service_at_locations_service ON service_at_locations (service_id);
CREATE INDEX service_at_locations_place ON service_at_locations (latitude, longitude);

CREATE TABLE service_areas (
    service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
    shape      polygon NOT NULL
);
CREATE INDEX service_areas_service ON service_areas (service_id);

CREATE TABLE taxonomies (
    id       uuid PRIMARY KEY,
    name     text NOT NULL,
    document jsonb NOT NULL
);

CREATE TABLE taxonomy_terms (
    id          uuid PRIMARY KEY,
    taxonomy_id uuid,
    parent_id   uuid,
    name        text NOT NULL,
    document    jsonb NOT NULL
);
CREATE INDEX taxonomy_terms_taxonomy ON taxonomy_terms (taxonomy_id);
CREATE INDEX taxonomy_terms_parent ON taxonomy_terms (parent_id);

CREATE TABLE service_terms (
    service_id  uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
    term_id     uuid NOT NULL,
    taxonomy_id uuid,
    PRIMARY KEY (service_id, term_id)
);
CREATE INDEX service_terms_term ON service_terms (term_id);
CREATE INDEX service_terms_taxonomy ON service_terms (taxonomy_id);

CREATE TABLE history (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_id uuid NOT NULL,
    version    integer NOT NULL,
    at         timestamptz NOT NULL,
    by         text NOT NULL,
    action     text NOT NULL,
    document   jsonb NOT NULL
);
CREATE INDEX history_service ON history (service_id, id);

CREATE TABLE imports (
    id         uuid PRIMARY KEY,
    source     text NOT NULL,
    started_at timestamptz NOT NULL,
    report     jsonb NOT NULL
);
CREATE INDEX imports_started ON imports (started_at DESC);

-- Where a listing stood in the last import that carried it.
CREATE TABLE sightings (
    service_id uuid PRIMARY KEY REFERENCES services (id) ON DELETE CASCADE,
    import_id  uuid NOT NULL,
    line       integer
);

CREATE TABLE editors (
    sub             text NOT NULL,
    organization_id uuid NOT NULL,
    granted_by      text NOT NULL,
    granted_at      timestamptz NOT NULL,
    PRIMARY KEY (sub, organization_id)
);

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

GRANT USAGE ON SEQUENCE change_sequence TO wayfare_directory;
GRANT SELECT, INSERT, UPDATE ON services, organizations, taxonomies, taxonomy_terms, sightings TO wayfare_directory;
GRANT SELECT, INSERT, DELETE ON service_at_locations, service_areas, service_terms TO wayfare_directory;
GRANT SELECT, INSERT ON history, imports TO wayfare_directory;
GRANT SELECT, INSERT, DELETE ON editors TO wayfare_directory;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO wayfare_directory;
