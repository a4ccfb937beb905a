-- What version 7 adds: sealed values, who may answer questions, and more ways to sign in.

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

-- How the user signed in: password, code (a password and a code of an app), provider.
ALTER TABLE sessions ADD COLUMN way TEXT NOT NULL DEFAULT 'password';
