-- People, the browsers that they are signed in with, and who changed what.

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

-- Browsers that are signed in. hash is the SHA-256 of the secret in the cookie; the secret itself is nowhere.
CREATE TABLE IF NOT EXISTS sessions (
  id         TEXT NOT NULL PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  used_at    TEXT NOT NULL,
  address    TEXT NOT NULL,
  agent      TEXT NOT NULL
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
