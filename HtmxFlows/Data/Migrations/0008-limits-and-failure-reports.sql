-- Limits by key, rates and debounces, and reports of first failures and recoveries.

-- The runs of workflows whose limits have a key, a rate or a debounce. key is the value that they count by. held_until is set for a run that waits for a later one; begun_at is when it left its queue.
CREATE TABLE IF NOT EXISTS limited_runs (
  run_id      TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  workflow_id TEXT NOT NULL,
  key         TEXT NOT NULL,
  held_until  TEXT,
  begun_at    TEXT
);

CREATE INDEX IF NOT EXISTS limited_runs_by_start ON limited_runs (workflow_id, begun_at);

-- What triggers for first failures and recoveries have reported last of a workflow. at is the end of the run that it was about.
CREATE TABLE IF NOT EXISTS failure_states (
  workflow_id TEXT    NOT NULL,
  node_id     TEXT    NOT NULL,
  failed_id   TEXT    NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  is_failing  INTEGER NOT NULL CHECK (is_failing IN (0, 1)),
  at          TEXT    NOT NULL,
  PRIMARY KEY (workflow_id, node_id, failed_id),
  FOREIGN KEY (workflow_id, node_id) REFERENCES triggers (workflow_id, node_id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS failure_states_by_failed ON failure_states (failed_id);
