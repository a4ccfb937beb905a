-- Files, and the runs and store entries that hold them.

CREATE TABLE IF NOT EXISTS files (
  id      TEXT   NOT NULL PRIMARY KEY,
  name    TEXT   NOT NULL,
  type    TEXT   NOT NULL,
  size    BIGINT NOT NULL,
  sha256  TEXT   NOT NULL,
  made_at TEXT   NOT NULL
);

CREATE INDEX IF NOT EXISTS files_by_content ON files (sha256);

CREATE TABLE IF NOT EXISTS run_files (
  run_id  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  file_id TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (run_id, file_id)
);

CREATE INDEX IF NOT EXISTS runs_by_file ON run_files (file_id);

CREATE TABLE IF NOT EXISTS store_files (
  collection TEXT NOT NULL,
  key        TEXT NOT NULL,
  file_id    TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (collection, key, file_id),
  FOREIGN KEY (collection, key) REFERENCES store_entries (collection, key) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS store_entries_by_file ON store_files (file_id);

ALTER TABLE runs ADD COLUMN file_bytes BIGINT NOT NULL DEFAULT 0;

-- The journal takes a further event: the end of an item of a node that runs for each item of a list.

ALTER TABLE run_events RENAME TO run_events_before;

CREATE TABLE run_events (
  run_id  TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  seq     BIGINT NOT NULL CHECK (seq > 0),
  event   TEXT   NOT NULL CHECK (event IN (
    'workflow-started', 'node-started', 'node-retrying', 'node-waiting', 'node-item-completed', 'node-completed', 'node-failed', 'node-skipped',
    'workflow-complete', 'workflow-failed', 'workflow-cancelled', 'workflow-resumed')),
  node_id TEXT,
  data    TEXT   NOT NULL,
  PRIMARY KEY (run_id, seq)
);

INSERT INTO run_events (run_id, seq, event, node_id, data) SELECT run_id, seq, event, node_id, data FROM run_events_before;
DROP TABLE run_events_before;
