-- Webhooks. The shard is the last byte of the id. All that is optional is in the settings, as JSON; the secrets are one
-- encrypted value. The version counts changes, and a change names the version that it was made of. The subject is a hash of
-- what must be unique in an org; a webhook has none where duplicates are allowed.
CREATE TABLE webhooks (
    shard          INTEGER NOT NULL,
    id             BLOB    NOT NULL,
    org_id         TEXT    NOT NULL,
    created_by     TEXT    NOT NULL,
    app_id         TEXT    NOT NULL,
    creator_is_bot INTEGER NOT NULL,
    name           TEXT    NOT NULL,
    target_url     TEXT    NOT NULL,
    resource       TEXT    NOT NULL,
    event          TEXT    NOT NULL,
    filter         TEXT,
    secrets        BLOB,
    status         INTEGER NOT NULL,
    owned_by       INTEGER NOT NULL,
    created        INTEGER NOT NULL,
    settings       TEXT,
    version        INTEGER NOT NULL,
    subject        BLOB,
    PRIMARY KEY (shard, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX webhooks_by_subject ON webhooks (org_id, subject) WHERE subject IS NOT NULL;

CREATE INDEX webhooks_of_creator ON webhooks (org_id, created_by, app_id, id DESC);
CREATE INDEX webhooks_of_org ON webhooks (org_id, id DESC) WHERE owned_by = 1;

-- What webhooks were: a row for each version, the present one too, with who made it so. The last one of a webhook that is
-- deleted has no name. Versions that were over are dropped with the history of their time.
CREATE TABLE webhook_versions (
    shard      INTEGER NOT NULL,
    webhook_id BLOB    NOT NULL,
    version    INTEGER NOT NULL,
    since      INTEGER NOT NULL,
    until      INTEGER,
    cause      INTEGER NOT NULL,
    person_id  TEXT,
    app_id     TEXT,
    token_id   BLOB,
    name       TEXT,
    target_url TEXT,
    status     INTEGER,
    owned_by   INTEGER,
    settings   TEXT,
    secrets    BLOB,
    PRIMARY KEY (shard, webhook_id, version)
) WITHOUT ROWID;

CREATE INDEX webhook_versions_over ON webhook_versions (until) WHERE until IS NOT NULL;

-- Access tokens, by the hash of their secret.
CREATE TABLE tokens (
    org_id       TEXT    NOT NULL,
    id           BLOB    NOT NULL,
    hash         TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    person_id    TEXT    NOT NULL,
    app_id       TEXT    NOT NULL,
    is_bot       INTEGER NOT NULL,
    display_name TEXT    NOT NULL,
    emails       TEXT    NOT NULL,
    scopes       TEXT    NOT NULL,
    roles        TEXT    NOT NULL,
    created      INTEGER NOT NULL,
    expires_at   INTEGER,
    revoked_at   INTEGER,
    PRIMARY KEY (org_id, id)
) WITHOUT ROWID;

-- Events, in the order of their commits: a position is nanoseconds since 1970, made to ascend. A chosen id is unique in its org for as long as the row is kept.
CREATE TABLE events (
    position  INTEGER PRIMARY KEY,
    org_id    TEXT    NOT NULL,
    id        BLOB    NOT NULL,
    chosen_id TEXT,
    resource  TEXT    NOT NULL,
    type      TEXT    NOT NULL,
    actor_id  TEXT,
    created   INTEGER NOT NULL,
    matched   INTEGER NOT NULL,
    data      BLOB    NOT NULL,
    visible_to TEXT,
    trace_parent TEXT
);

CREATE UNIQUE INDEX events_by_id ON events (org_id, id);
CREATE UNIQUE INDEX events_by_chosen_id ON events (org_id, chosen_id) WHERE chosen_id IS NOT NULL;

-- Deliveries that are not over: a row from the publish until the delivery is delivered or failed. Rows of an inactive
-- webhook are held. The position is the event's, and never changes; the ladder of retries begins with attempt ladder_from.
CREATE TABLE pending (
    shard       INTEGER NOT NULL,
    webhook_id  BLOB    NOT NULL,
    due         INTEGER NOT NULL,
    delivery_id BLOB    NOT NULL,
    event_id    BLOB    NOT NULL,
    position    INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    purpose     INTEGER NOT NULL,
    ladder_from INTEGER NOT NULL,
    order_key   TEXT,
    PRIMARY KEY (shard, webhook_id, due, delivery_id)
) WITHOUT ROWID;

-- The attempt log: only ever added to, and dropped by day.
CREATE TABLE attempts (
    day              INTEGER NOT NULL,
    shard            INTEGER NOT NULL,
    webhook_id       BLOB    NOT NULL,
    delivery_id      BLOB    NOT NULL,
    number           INTEGER NOT NULL,
    event_id         BLOB    NOT NULL,
    started_at       INTEGER NOT NULL,
    duration         INTEGER NOT NULL,
    outcome          TEXT    NOT NULL,
    verdict          INTEGER NOT NULL,
    next_due         INTEGER,
    status           INTEGER,
    error            TEXT,
    address          TEXT,
    response_headers TEXT,
    response_body    BLOB,
    PRIMARY KEY (day, shard, webhook_id, delivery_id, number)
) WITHOUT ROWID;

-- The failures of a webhook that may yet disable it; a row only while there are any. Failures are 8-byte big-endian
-- milliseconds since 1970, oldest first.
CREATE TABLE webhook_health (
    shard        INTEGER NOT NULL,
    webhook_id   BLOB    NOT NULL,
    failures     BLOB    NOT NULL,
    disabled_at  INTEGER,
    on_probation INTEGER NOT NULL,
    -- Since when it has failed without one attempt received, and how often.
    failing_since INTEGER,
    failed_since  INTEGER NOT NULL,
    PRIMARY KEY (shard, webhook_id)
) WITHOUT ROWID;
