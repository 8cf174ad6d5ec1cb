-- Webhooks. The shard is the last byte of the id. All that is optional is in the settings; the secrets are one encrypted
-- value. The version counts changes, and a change names the version that it was made of. The subject is a hash of what must
-- be unique in an org; a webhook has none where duplicates are allowed.
CREATE TABLE webhooks (
    shard           smallint    NOT NULL,
    id              uuid        NOT NULL,
    org_id          text        NOT NULL,
    created_by      text        NOT NULL,
    app_id          text        NOT NULL,
    creator_is_bot  boolean     NOT NULL,
    name            text        NOT NULL,
    target_url      text        NOT NULL,
    resource        text        NOT NULL,
    event           text        NOT NULL,
    filter          text,
    secrets         bytea,
    status          smallint    NOT NULL,
    owned_by        smallint    NOT NULL,
    created         timestamptz NOT NULL,
    settings        json,
    version         bigint      NOT NULL,
    subject         bytea,
    PRIMARY KEY (shard, id)
);

CREATE UNIQUE INDEX webhooks_by_subject ON webhooks (org_id, subject) WHERE subject IS NOT NULL;

CREATE INDEX webhooks_of_creator ON webhooks (org_id, created_by, app_id, id DESC);
CREATE INDEX webhooks_of_org ON webhooks (org_id, id DESC) WHERE owned_by = 1;

-- What webhooks were: a row for each version, the present one too, with who made it so. The last one of a webhook that is
-- deleted has no name. Versions that were over are dropped with the history of their time.
CREATE TABLE webhook_versions (
    shard      smallint    NOT NULL,
    webhook_id uuid        NOT NULL,
    version    bigint      NOT NULL,
    since      timestamptz NOT NULL,
    until      timestamptz,
    cause      smallint    NOT NULL,
    person_id  text,
    app_id     text,
    token_id   uuid,
    name       text,
    target_url text,
    status     smallint,
    owned_by   smallint,
    settings   json,
    secrets    bytea,
    PRIMARY KEY (shard, webhook_id, version)
);

CREATE INDEX webhook_versions_over ON webhook_versions (until) WHERE until IS NOT NULL;

-- Access tokens, by the hash of their secret.
CREATE TABLE tokens (
    org_id       text        NOT NULL,
    id           uuid        NOT NULL,
    hash         text        NOT NULL UNIQUE,
    name         text        NOT NULL,
    person_id    text        NOT NULL,
    app_id       text        NOT NULL,
    is_bot       boolean     NOT NULL,
    display_name text        NOT NULL,
    emails       text[]      NOT NULL,
    scopes       text[]      NOT NULL,
    roles        text[]      NOT NULL,
    created      timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    PRIMARY KEY (org_id, id)
);

-- Events. The id is a UUID version 7, so a range of ids is a range of time: a partition holds a day, and is dropped whole.
-- Positions are the order of the commits: nanoseconds since 1970, made to ascend.
CREATE TABLE events (
    org_id       text        NOT NULL,
    id           uuid        NOT NULL,
    chosen_id    text,
    resource     text        NOT NULL,
    type         text        NOT NULL,
    actor_id     text,
    created      timestamptz NOT NULL,
    data         bytea       NOT NULL,
    visible_to   text,
    trace_parent text,
    position     bigint      NOT NULL,
    PRIMARY KEY (org_id, id)
) PARTITION BY RANGE (id);

-- For ids of a clock that was far off.
CREATE TABLE events_other PARTITION OF events DEFAULT;

-- Ids that publishers chose: unique in their org for as long as the row is kept. Apart from the events, since an index of a
-- partitioned table can be unique only together with the partition's key.
CREATE TABLE chosen_ids (
    org_id    text    NOT NULL,
    chosen_id text    NOT NULL,
    event_id  uuid    NOT NULL,
    matched   integer NOT NULL,
    PRIMARY KEY (org_id, chosen_id)
);

CREATE INDEX chosen_ids_by_event ON chosen_ids (event_id);

-- Deliveries that are not over: a row from the publish until the delivery is delivered or failed. Rows of an inactive
-- webhook are held. The position is the event's, and never changes; the ladder of retries begins with attempt ladder_from.
-- Every row is soon deleted, so it is vacuumed early, and room is left for the new version of a retry.
CREATE TABLE pending (
    shard       smallint    NOT NULL,
    webhook_id  uuid        NOT NULL,
    due         timestamptz NOT NULL,
    delivery_id uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    position    bigint      NOT NULL,
    attempts    integer     NOT NULL,
    purpose     smallint    NOT NULL,
    ladder_from integer     NOT NULL,
    order_key   text,
    PRIMARY KEY (shard, webhook_id, due, delivery_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);

-- The attempt log: only ever added to, and dropped by day. Times that something took are microseconds. The id of
-- a delivery carries its event's time, so that all attempts of a delivery are in one partition.
CREATE TABLE attempts (
    webhook_id       uuid        NOT NULL,
    delivery_id      uuid        NOT NULL,
    number           integer     NOT NULL,
    event_id         uuid        NOT NULL,
    webhook_version  bigint      NOT NULL,
    started_at       timestamptz NOT NULL,
    waited           bigint      NOT NULL,
    duration         bigint      NOT NULL,
    lookup           integer,
    connect          integer,
    tls              integer,
    first_byte       integer,
    body_read        integer,
    outcome          text        NOT NULL,
    verdict          smallint    NOT NULL,
    next_due         timestamptz,
    status           integer,
    error            text,
    address          text,
    response_headers text,
    response_body    bytea,
    PRIMARY KEY (webhook_id, delivery_id, number)
) PARTITION BY RANGE (delivery_id);

CREATE TABLE attempts_other PARTITION OF attempts DEFAULT;

-- The failures of a webhook that may yet disable it; a row only while there are any.
CREATE TABLE webhook_health (
    shard        smallint      NOT NULL,
    webhook_id   uuid          NOT NULL,
    failures     timestamptz[] NOT NULL,
    disabled_at  timestamptz,
    on_probation boolean       NOT NULL,
    -- Since when it has failed without one attempt received, and how often.
    failing_since timestamptz,
    failed_since  integer      NOT NULL,
    PRIMARY KEY (shard, webhook_id)
);

-- Who owns a shard. A take-over raises the epoch, and what an owner writes under an older one is refused. Until leases
-- come, a lease has no end.
CREATE TABLE shards (
    shard     smallint    PRIMARY KEY,
    owner     text,
    epoch     bigint      NOT NULL,
    lease_end timestamptz
);

INSERT INTO shards (shard, epoch) SELECT number, 0 FROM generate_series(0, 255) AS number;

-- The processes that may write: a row for each run of one. Every batch of writes locks its run's row, and a take-over removes it:
-- so it waits for what is in flight, and afterwards the old run writes nothing.
CREATE TABLE nodes (
    run  uuid PRIMARY KEY,
    name text NOT NULL
);

-- The number of each batch that a run has committed, of the last few: who loses the connection during a commit asks here what
-- became of it. The foreign key is the lock.
CREATE TABLE batches (
    run    uuid   NOT NULL CONSTRAINT batches_run_fkey REFERENCES nodes ON DELETE CASCADE,
    number bigint NOT NULL,
    PRIMARY KEY (run, number)
);

-- Ends the transaction when another process owns any of some shards; "RB001" is what the program looks for, and the hint names
-- them. It locks nothing: a take-over removes the row of the run, which every transaction locks.
CREATE FUNCTION refuse_stale_owner(owned smallint[], epochs bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stale text;
BEGIN
    SELECT string_agg(mine.shard::text, ',') INTO stale
    FROM unnest(owned, epochs) AS mine (shard, epoch)
    WHERE NOT EXISTS (SELECT FROM shards WHERE shards.shard = mine.shard AND shards.epoch = mine.epoch);
    IF stale IS NOT NULL THEN
        RAISE EXCEPTION 'another process owns a shard' USING ERRCODE = 'RB001', HINT = stale;
    END IF;
END
$$;
