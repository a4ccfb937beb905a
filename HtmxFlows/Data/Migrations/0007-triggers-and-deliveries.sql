-- Version 7: the triggers of published workflows, what webhooks received, and keys by which a start is not repeated.

-- The triggers of published versions that are active. A row is written by the publication, and goes with the trigger. slug is the key of the address of
-- a webhook or form, which is looked up here and nowhere else. rule is the rule of a schedule as it was when since was set; next_due is when it
-- starts its next run. failures counts its runs that failed in a row, and pause_after is the count that pauses it. problem is why its last run did not start. An archived workflow keeps its rows, which start nothing meanwhile.
CREATE TABLE IF NOT EXISTS triggers (
  workflow_id TEXT    NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  node_id     TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  slug        TEXT,
  rule        TEXT,
  since       TEXT    NOT NULL,
  next_due    TEXT,
  failures    INTEGER NOT NULL DEFAULT 0,
  pause_after INTEGER,
  paused_at   TEXT,
  problem     TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (workflow_id, node_id)
);

CREATE UNIQUE INDEX IF NOT EXISTS triggers_by_slug ON triggers (kind, slug) WHERE slug IS NOT NULL;
CREATE INDEX IF NOT EXISTS triggers_due ON triggers (next_due) WHERE next_due IS NOT NULL;

-- The last calls of each webhook. A call that starts a run is written in the commit of the start, and its data is in the run's journal; data is
-- that of a call that started none. excerpt is the beginning of the body.
CREATE TABLE IF NOT EXISTS deliveries (
  id          TEXT    NOT NULL PRIMARY KEY,
  workflow_id TEXT    NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  node_id     TEXT    NOT NULL,
  is_draft    BOOLEAN NOT NULL,
  sender      TEXT    NOT NULL,
  method      TEXT    NOT NULL,
  path        TEXT    NOT NULL,
  outcome     TEXT    NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'ignored', 'refused')),
  reason      TEXT    NOT NULL,
  size        BIGINT  NOT NULL,
  excerpt     TEXT    NOT NULL,
  data        TEXT,
  run_id      TEXT
);

CREATE INDEX IF NOT EXISTS deliveries_by_trigger ON deliveries (workflow_id, node_id, id);

-- Which run a key has started: the id of a delivery, or the Idempotency-Key of an API call. request is the hash of what was sent with it; empty if that does not count.
CREATE TABLE IF NOT EXISTS start_keys (
  scope   TEXT NOT NULL,
  key     TEXT NOT NULL,
  request TEXT NOT NULL,
  run_id  TEXT NOT NULL,
  at      TEXT NOT NULL,
  PRIMARY KEY (scope, key)
);

CREATE INDEX IF NOT EXISTS start_keys_by_age ON start_keys (at);
