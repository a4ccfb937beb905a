-- Limits by key, rates and debounces.

-- The runs of workflows whose limits have a key, a rate or a debounce. key is the value that they count by. held_until is set for a run that waits for a later one; begun_at is when it left its queue.
CREATE TABLE IF NOT EXISTS limited_runs (
  run_id      TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  workflow_id TEXT NOT NULL,
  key         TEXT NOT NULL,
  held_until  TEXT,
  begun_at    TEXT
);

CREATE INDEX IF NOT EXISTS limited_runs_by_start ON limited_runs (workflow_id, begun_at);
