-- HtmxFlows' tables, in SQL that SQLite and PostgreSQL both accept. A new database is made from this file.
-- Each change is also a numbered migration in HtmxFlows/Data/Migrations, which brings older databases to the same tables, and a new version below.
-- Ids are UUIDv7 and times are fixed-width UTC text, both made by the app; JSON is TEXT.

CREATE TABLE IF NOT EXISTS schema_version (
  version INTEGER NOT NULL PRIMARY KEY
);

INSERT INTO schema_version (version) SELECT 8 WHERE NOT EXISTS (SELECT 1 FROM schema_version);

-- deleted_at is set while the workflow's runs are deleted, portion by portion. Until its row goes too, only that deletion sees the workflow.
CREATE TABLE IF NOT EXISTS workflows (
  id          TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  deleted_at  TEXT,
  archived_at TEXT
);

CREATE TABLE IF NOT EXISTS workflow_tags (
  workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  tag         TEXT NOT NULL,
  PRIMARY KEY (workflow_id, tag)
);

-- A version never changes. Runs use the newest published one; a draft is a flow that was kept although it cannot run, or that was run before it was published.
CREATE TABLE IF NOT EXISTS versions (
  workflow_id TEXT    NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL CHECK (version > 0),
  status      TEXT    NOT NULL CHECK (status IN ('published', 'draft')),
  flow        TEXT    NOT NULL,
  note        TEXT    NOT NULL DEFAULT '',
  author      TEXT    NOT NULL DEFAULT '',
  created_at  TEXT    NOT NULL,
  PRIMARY KEY (workflow_id, version)
);

-- What the editor keeps. revision counts every change, going back and forth included; step is the row of draft_steps at which the draft stands.
CREATE TABLE IF NOT EXISTS drafts (
  workflow_id TEXT    NOT NULL PRIMARY KEY REFERENCES workflows (id) ON DELETE CASCADE,
  revision    BIGINT  NOT NULL,
  step        BIGINT  NOT NULL,
  based_on    INTEGER NOT NULL
);

-- The draft after each change, so that changes can be undone and done again. written is the one value that a form has changed in it; NULL for any other change.
CREATE TABLE IF NOT EXISTS draft_steps (
  workflow_id TEXT   NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  step        BIGINT NOT NULL,
  revision    BIGINT NOT NULL,
  change      TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  description TEXT   NOT NULL,
  flow        TEXT   NOT NULL,
  made_at     TEXT   NOT NULL,
  written     TEXT,
  PRIMARY KEY (workflow_id, step)
);

-- What the draft was at recent revisions that are no step of the history: changes of forms that were made from them are merged.
CREATE TABLE IF NOT EXISTS draft_revisions (
  workflow_id TEXT   NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  revision    BIGINT NOT NULL,
  name        TEXT   NOT NULL,
  description TEXT   NOT NULL,
  flow        TEXT   NOT NULL,
  PRIMARY KEY (workflow_id, revision)
);

-- The last output of each node of a draft, from a test (run_id is NULL) or a run of the draft; items is how many it has if it is a list. Nodes that were renamed or deleted keep theirs, for an undo.
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

-- What lists and filters need of a run. Its truth is the journal: the rows of run_events.
-- trigger_kind is what started the run: form, api, draft, again, retry, call, mcp, chat, webhook, schedule, error; it is empty if an old journal does not say.
-- due_at is set exactly while a run does nothing but wait, and no process need remember it: it says when the run resumes. parent_id is the run that called it.
-- crashes counts the starts after a crash of the server, in a row, at which the run was resumed without having got further since the one before;
-- progress_at_crash is how far it had got then. file_bytes is the size of the files that it has made.
CREATE TABLE IF NOT EXISTS runs (
  id             TEXT    NOT NULL PRIMARY KEY,
  workflow_id    TEXT    NOT NULL,
  version        INTEGER NOT NULL,
  thread_id      TEXT    NOT NULL,
  status         TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'waiting', 'completed', 'failed', 'cancelled')),
  prompt         TEXT    NOT NULL,
  started_at     TEXT    NOT NULL,
  finished_at    TEXT,
  due_at         TEXT,
  parent_id      TEXT,
  crashes        INTEGER NOT NULL DEFAULT 0,
  progress_at_crash BIGINT NOT NULL DEFAULT 0,
  file_bytes     BIGINT  NOT NULL DEFAULT 0,
  trigger_kind   TEXT    NOT NULL DEFAULT '',
  FOREIGN KEY (workflow_id, version) REFERENCES versions (workflow_id, version) ON DELETE CASCADE
);

-- Every filter of the lists of runs has an index that ends in the id, by which they are sorted. Of several filters, one has the index, and the others are tested run by run, up to a limit. Runs that nobody called have the parent_id NULL.
CREATE INDEX IF NOT EXISTS runs_by_workflow ON runs (workflow_id, id);
CREATE INDEX IF NOT EXISTS runs_by_workflow_and_status ON runs (workflow_id, status, id);
CREATE INDEX IF NOT EXISTS runs_by_status ON runs (status, parent_id, id);
CREATE INDEX IF NOT EXISTS runs_by_caller ON runs (parent_id, id);
CREATE INDEX IF NOT EXISTS runs_by_trigger ON runs (trigger_kind, id);
CREATE INDEX IF NOT EXISTS runs_by_thread ON runs (thread_id, id);
CREATE INDEX IF NOT EXISTS runs_due ON runs (due_at) WHERE due_at IS NOT NULL;

-- The journal. data is the whole event, exactly as the API gives it.
CREATE TABLE IF NOT EXISTS run_events (
  run_id  TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  seq     BIGINT NOT NULL CHECK (seq > 0),
  event   TEXT   NOT NULL CHECK (event IN (
    'workflow-started', 'node-started', 'node-retrying', 'node-waiting', 'node-item-completed', 'node-completed', 'node-failed', 'node-skipped',
    'workflow-complete', 'workflow-failed', 'workflow-cancelled', 'workflow-resumed')),
  node_id TEXT,
  data    TEXT   NOT NULL,
  PRIMARY KEY (run_id, seq)
);

-- The runs of workflows whose limits have a key, a rate or a debounce. key is the value that they count by. held_until is set for a run that waits for a later one; begun_at is when it left its queue.
CREATE TABLE IF NOT EXISTS limited_runs (
  run_id      TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  workflow_id TEXT NOT NULL,
  key         TEXT NOT NULL,
  held_until  TEXT,
  begun_at    TEXT
);

CREATE INDEX IF NOT EXISTS limited_runs_by_start ON limited_runs (workflow_id, begun_at);

-- The questions that runs ask people now. seq is the event that asks. A row is written and removed in the commit of the events that ask, answer or end the question.
CREATE TABLE IF NOT EXISTS questions (
  run_id   TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  node_id  TEXT   NOT NULL,
  seq      BIGINT NOT NULL,
  asked_at TEXT   NOT NULL,
  PRIMARY KEY (run_id, node_id)
);

CREATE INDEX IF NOT EXISTS questions_by_age ON questions (asked_at, run_id, node_id);

-- The people who may answer a question: user names, e-mail addresses and roles, in upper case. A question without rows is for everyone.
CREATE TABLE IF NOT EXISTS question_people (
  run_id  TEXT NOT NULL,
  node_id TEXT NOT NULL,
  person  TEXT NOT NULL,
  PRIMARY KEY (run_id, node_id, person),
  FOREIGN KEY (run_id, node_id) REFERENCES questions (run_id, node_id) ON DELETE CASCADE
);

-- What the app signs addresses with that are given to people.
CREATE TABLE IF NOT EXISTS signing_keys (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- What the server remembers of itself from one start to the next, such as whether it ended cleanly.
CREATE TABLE IF NOT EXISTS server_state (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- What store nodes keep.
CREATE TABLE IF NOT EXISTS store_entries (
  collection TEXT NOT NULL,
  key        TEXT NOT NULL,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (collection, key)
);

-- Files of values. The bytes are in the folder files of the data folder, once for each content, under their SHA-256.
CREATE TABLE IF NOT EXISTS files (
  id      TEXT   NOT NULL PRIMARY KEY,
  name    TEXT   NOT NULL,
  type    TEXT   NOT NULL,
  size    BIGINT NOT NULL,
  sha256  TEXT   NOT NULL,
  made_at TEXT   NOT NULL
);

CREATE INDEX IF NOT EXISTS files_by_content ON files (sha256);
CREATE INDEX IF NOT EXISTS files_by_age ON files (made_at, id);

-- The files that a run made or received; it can open no others. A run's first commit may come after what it receives in it.
CREATE TABLE IF NOT EXISTS run_files (
  run_id  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  file_id TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (run_id, file_id)
);

CREATE INDEX IF NOT EXISTS runs_by_file ON run_files (file_id);

-- The files in the value of a store entry. A file that is in no row of these tables is removed.
CREATE TABLE IF NOT EXISTS store_files (
  collection TEXT NOT NULL,
  key        TEXT NOT NULL,
  file_id    TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (collection, key, file_id),
  FOREIGN KEY (collection, key) REFERENCES store_entries (collection, key) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS store_entries_by_file ON store_files (file_id);

-- The files in the outputs of a draft.
CREATE TABLE IF NOT EXISTS draft_files (
  workflow_id TEXT NOT NULL,
  node_id     TEXT NOT NULL,
  file_id     TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (workflow_id, node_id, file_id),
  FOREIGN KEY (workflow_id, node_id) REFERENCES draft_outputs (workflow_id, node_id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS draft_outputs_by_file ON draft_files (file_id);

-- People who may sign in. name_key and email_key are the name and the e-mail address as sign-in compares them; password is the framework's hash.
CREATE TABLE IF NOT EXISTS users (
  id          TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  email       TEXT NOT NULL DEFAULT '',
  email_key   TEXT UNIQUE,
  role        TEXT NOT NULL CHECK (role IN ('viewer', 'runner', 'editor', 'owner')),
  password    TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  disabled_at TEXT
);

-- Browsers that are signed in. hash is the SHA-256 of the secret in the cookie; the secret itself is nowhere. way says how the user signed in: password, code (a password and a code of an app), provider.
CREATE TABLE IF NOT EXISTS sessions (
  id         TEXT NOT NULL PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  used_at    TEXT NOT NULL,
  address    TEXT NOT NULL,
  agent      TEXT NOT NULL,
  way        TEXT NOT NULL DEFAULT 'password'
);

CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user_id, used_at);

-- Who changed what, in the commit of the change. Rows are added, and removed only by age. actor_id and session_id keep their values when a user or a session is gone.
CREATE TABLE IF NOT EXISTS audit (
  id         TEXT NOT NULL PRIMARY KEY,
  at         TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'token', 'trigger', 'system', 'anonymous')),
  actor_id   TEXT,
  actor      TEXT NOT NULL,
  session_id TEXT,
  address    TEXT,
  action     TEXT NOT NULL,
  subject_id TEXT,
  subject    TEXT NOT NULL,
  details    TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS audit_by_actor ON audit (actor_id, id);
CREATE INDEX IF NOT EXISTS audit_by_action ON audit (action, id);
CREATE INDEX IF NOT EXISTS audit_by_subject ON audit (subject_id, id);

-- Links by which people add themselves as users, with the role that an owner chose. hash is the SHA-256 of the secret in the link. A used or withdrawn invitation has no row.
CREATE TABLE IF NOT EXISTS invitations (
  id         TEXT NOT NULL PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL CHECK (role IN ('viewer', 'runner', 'editor', 'owner')),
  note       TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Who may use a workflow, and with which role. A workflow without rows is for all users.
CREATE TABLE IF NOT EXISTS workflow_people (
  workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
  user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role        TEXT NOT NULL CHECK (role IN ('viewer', 'runner', 'editor')),
  PRIMARY KEY (workflow_id, user_id)
);

CREATE INDEX IF NOT EXISTS workflow_people_by_user ON workflow_people (user_id);

-- Tokens with which programs use the API as a user. hash is the SHA-256 of the token; scopes are words with spaces between them.
CREATE TABLE IF NOT EXISTS tokens (
  id         TEXT NOT NULL PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  scopes     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at    TEXT
);

CREATE INDEX IF NOT EXISTS tokens_by_user ON tokens (user_id, id);

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
-- a webhook, form or chat, which is looked up here and nowhere else. rule is the rule of a schedule as it was when since was set; next_due is when it
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
