-- What forms of a draft were made from, the outputs that the editor shows while it is made, tags and the archive of workflows, and what started a run.

ALTER TABLE draft_steps ADD COLUMN written TEXT;

CREATE TABLE IF NOT EXISTS draft_revisions (
  workflow_id TEXT   NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  revision    BIGINT NOT NULL,
  name        TEXT   NOT NULL,
  description TEXT   NOT NULL,
  flow        TEXT   NOT NULL,
  PRIMARY KEY (workflow_id, revision)
);

CREATE TABLE IF NOT EXISTS draft_outputs (
  workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  node_id     TEXT NOT NULL,
  output      TEXT NOT NULL,
  ports       TEXT NOT NULL,
  items       INTEGER,
  made_at     TEXT NOT NULL,
  run_id      TEXT,
  PRIMARY KEY (workflow_id, node_id)
);

CREATE TABLE IF NOT EXISTS draft_files (
  workflow_id TEXT NOT NULL,
  node_id     TEXT NOT NULL,
  file_id     TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (workflow_id, node_id, file_id),
  FOREIGN KEY (workflow_id, node_id) REFERENCES draft_outputs (workflow_id, node_id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS draft_outputs_by_file ON draft_files (file_id);

CREATE TABLE IF NOT EXISTS workflow_tags (
  workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  tag         TEXT NOT NULL,
  PRIMARY KEY (workflow_id, tag)
);

ALTER TABLE workflows ADD COLUMN archived_at TEXT;

ALTER TABLE runs ADD COLUMN trigger_kind TEXT NOT NULL DEFAULT '';

UPDATE runs SET trigger_kind = coalesce((SELECT json_extract(e.data, '$.trigger') FROM run_events e WHERE e.run_id = runs.id AND e.seq = 1), '');

CREATE INDEX IF NOT EXISTS runs_by_trigger ON runs (trigger_kind, id);

-- The questions that runs ask people now.

CREATE TABLE IF NOT EXISTS questions (
  run_id   TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  node_id  TEXT   NOT NULL,
  seq      BIGINT NOT NULL,
  asked_at TEXT   NOT NULL,
  PRIMARY KEY (run_id, node_id)
);

CREATE INDEX IF NOT EXISTS questions_by_age ON questions (asked_at, run_id, node_id);

INSERT INTO questions (run_id, node_id, seq, asked_at)
SELECT e.run_id, e.node_id, e.seq, r.started_at FROM runs r JOIN run_events e ON e.run_id = r.id
WHERE r.status IN ('running', 'waiting') AND e.event = 'node-waiting' AND json_extract(e.data, '$.question') IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM run_events l WHERE l.run_id = e.run_id AND l.node_id = e.node_id AND l.seq > e.seq);

CREATE INDEX IF NOT EXISTS files_by_age ON files (made_at, id);
