-- Sealed values and credentials, who may answer questions, more ways to sign in, MCP servers, and triggers.

-- Secrets, sealed with a key of their own each (content), which is sealed with a key of the server (wrapped_key; key_id names that one). Both are bound to id, version and kind. What a secret belongs to refers to its row by the id.
CREATE TABLE IF NOT EXISTS sealed_values (
  id          TEXT    NOT NULL PRIMARY KEY,
  kind        TEXT    NOT NULL,
  version     INTEGER NOT NULL CHECK (version > 0),
  algorithm   TEXT    NOT NULL,
  key_id      TEXT    NOT NULL,
  wrapped_key TEXT    NOT NULL,
  content     TEXT    NOT NULL
);

-- The people who may answer a question: user names, e-mail addresses and roles, in upper case. A question without rows is for everyone.
CREATE TABLE IF NOT EXISTS question_people (
  run_id  TEXT NOT NULL,
  node_id TEXT NOT NULL,
  person  TEXT NOT NULL,
  PRIMARY KEY (run_id, node_id, person),
  FOREIGN KEY (run_id, node_id) REFERENCES questions (run_id, node_id) ON DELETE CASCADE
);

-- The second factors of users: a sealed secret that an authenticator app has, too. step is the last time step whose code was accepted: no code works twice.
CREATE TABLE IF NOT EXISTS second_factors (
  user_id    TEXT   NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret_id  TEXT   NOT NULL REFERENCES sealed_values (id),
  step       BIGINT NOT NULL,
  created_at TEXT   NOT NULL
);

-- Codes that replace those of an app that is lost, each once. hash is the SHA-256 of the code.
CREATE TABLE IF NOT EXISTS recovery_codes (
  user_id TEXT NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
  hash    TEXT NOT NULL,
  PRIMARY KEY (user_id, hash)
);

-- Accounts at an identity provider with which users sign in, by the provider's iss and sub.
CREATE TABLE IF NOT EXISTS identities (
  issuer     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
);

CREATE INDEX IF NOT EXISTS identities_by_user ON identities (user_id);

-- Servers of the Model Context Protocol, at /mcp/NAME, and the workflows that each offers as tools.
CREATE TABLE IF NOT EXISTS mcp_servers (
  name       TEXT NOT NULL PRIMARY KEY,
  title      TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS mcp_tools (
  server      TEXT NOT NULL REFERENCES mcp_servers (name) ON DELETE CASCADE,
  workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  PRIMARY KEY (server, workflow_id)
);

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

-- The triggers of published versions that are active. A row is written by the publication, and goes with the trigger. slug is the key of the address of
-- a webhook or form, which is looked up here and nowhere else. rule is the rule of a schedule as it was when since was set; next_due is when it
-- starts its next run. failures counts its runs that failed in a row, and pause_after is the count that pauses it. problem is why its last run did not start. An archived workflow keeps its rows, which start nothing until it is restored.
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

-- How the user signed in: password, code (a password and a code of an app), provider.
ALTER TABLE sessions ADD COLUMN way TEXT NOT NULL DEFAULT 'password';
