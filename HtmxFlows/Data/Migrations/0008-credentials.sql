-- Named secrets that nodes send.

-- Credentials. Their secrets are in the row of sealed_values with the same id and version, and the tokens of a connected account in the row tokens_id. hosts are words with spaces between them; fields is what is not secret, as JSON. If is_for_all is 0, only the workflows of credential_workflows may use it, and without any none.
CREATE TABLE IF NOT EXISTS credentials (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,
  kind       TEXT    NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0),
  hosts      TEXT    NOT NULL,
  is_for_all INTEGER NOT NULL CHECK (is_for_all IN (0, 1)),
  fields     TEXT    NOT NULL,
  tokens_id  TEXT,
  created_at TEXT    NOT NULL,
  updated_at TEXT    NOT NULL,
  used_at    TEXT
);

CREATE TABLE IF NOT EXISTS credential_workflows (
  credential_id TEXT NOT NULL REFERENCES credentials (id) ON DELETE CASCADE,
  workflow_id   TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  PRIMARY KEY (credential_id, workflow_id)
);

CREATE INDEX IF NOT EXISTS credential_workflows_by_workflow ON credential_workflows (workflow_id);
