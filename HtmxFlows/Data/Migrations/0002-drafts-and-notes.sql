-- Drafts of the editor, and a note and an author for each version. Early databases of version 1 have no signing keys.

ALTER TABLE versions ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE versions ADD COLUMN author TEXT NOT NULL DEFAULT '';

CREATE TABLE IF NOT EXISTS drafts (
  workflow_id TEXT    NOT NULL PRIMARY KEY REFERENCES workflows (id) ON DELETE CASCADE,
  revision    BIGINT  NOT NULL,
  step        BIGINT  NOT NULL,
  based_on    INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS draft_steps (
  workflow_id TEXT   NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  step        BIGINT NOT NULL,
  revision    BIGINT NOT NULL,
  change      TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  description TEXT   NOT NULL,
  flow        TEXT   NOT NULL,
  made_at     TEXT   NOT NULL,
  PRIMARY KEY (workflow_id, step)
);

CREATE TABLE IF NOT EXISTS signing_keys (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
