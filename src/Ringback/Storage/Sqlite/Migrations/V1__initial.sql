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

-- Events, in the order of their commits: a position is nanoseconds since 1970, made to ascend. A
-- chosen id is unique in its org for as long as the row is kept.
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

-- The attempt log, in the order of the commits: only ever added to at its end, so that the outcomes of an event's webhooks
-- touch one page and not one for each webhook. Times that something took are microseconds.
CREATE TABLE attempts (
    position         INTEGER PRIMARY KEY,
    webhook_id       BLOB    NOT NULL,
    delivery_id      BLOB    NOT NULL,
    number           INTEGER NOT NULL,
    event_id         BLOB    NOT NULL,
    webhook_version  INTEGER NOT NULL,
    started_at       INTEGER NOT NULL,
    waited           INTEGER NOT NULL,
    duration         INTEGER NOT NULL,
    lookup           INTEGER,
    connect          INTEGER,
    tls              INTEGER,
    first_byte       INTEGER,
    body_read        INTEGER,
    outcome          TEXT    NOT NULL,
    verdict          INTEGER NOT NULL,
    next_due         INTEGER,
    status           INTEGER,
    error            TEXT,
    address          TEXT,
    response_headers TEXT,
    response_body    BLOB
);

-- The attempts of a webhook. Filled some thousand rows at a time, in the order of its key: then a page is written once for
-- many of them. What is behind the last span is not in it yet.
CREATE TABLE attempts_of_webhooks (
    webhook_id  BLOB    NOT NULL,
    delivery_id BLOB    NOT NULL,
    position    INTEGER NOT NULL,
    PRIMARY KEY (webhook_id, delivery_id, position)
) WITHOUT ROWID;

CREATE TRIGGER attempts_removed AFTER DELETE ON attempts BEGIN
    DELETE FROM attempts_of_webhooks
    WHERE webhook_id = old.webhook_id AND delivery_id = old.delivery_id AND position = old.position;
END;

-- How far that is filled: a row for each time, with the position of the last attempt and the time of the oldest one. By it
-- retention finds what is old, also between what a clock that was ahead has dated.
CREATE TABLE attempt_spans (
    last_position INTEGER PRIMARY KEY,
    oldest        INTEGER NOT NULL
);

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
