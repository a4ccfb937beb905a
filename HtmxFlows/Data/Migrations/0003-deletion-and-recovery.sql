-- Workflows that are being deleted, the crashes of runs, and an index for every filter of the lists of runs.

ALTER TABLE workflows ADD COLUMN deleted_at TEXT;
ALTER TABLE runs ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN progress_at_crash BIGINT NOT NULL DEFAULT 0;

DROP INDEX IF EXISTS runs_by_parent;
DROP INDEX IF EXISTS runs_unfinished;
CREATE INDEX IF NOT EXISTS runs_by_workflow_and_status ON runs (workflow_id, status, id);
CREATE INDEX IF NOT EXISTS runs_by_status ON runs (status, parent_id, id);
CREATE INDEX IF NOT EXISTS runs_by_caller ON runs (parent_id, id);

CREATE TABLE IF NOT EXISTS server_state (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
