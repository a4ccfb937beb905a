-- What version 7 adds: sealed values, and who may answer questions.

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
