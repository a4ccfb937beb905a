-- Secrets that the database keeps.

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
