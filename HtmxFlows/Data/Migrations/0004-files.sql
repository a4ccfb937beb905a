-- Files, and the runs and store entries that hold them.

CREATE TABLE IF NOT EXISTS files (
  id      TEXT   NOT NULL PRIMARY KEY,
  name    TEXT   NOT NULL,
  type    TEXT   NOT NULL,
  size    BIGINT NOT NULL,
  sha256  TEXT   NOT NULL,
  made_at TEXT   NOT NULL
);

CREATE INDEX IF NOT EXISTS files_by_content ON files (sha256);

CREATE TABLE IF NOT EXISTS run_files (
  run_id  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  file_id TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (run_id, file_id)
);

CREATE INDEX IF NOT EXISTS runs_by_file ON run_files (file_id);

CREATE TABLE IF NOT EXISTS store_files (
  collection TEXT NOT NULL,
  key        TEXT NOT NULL,
  file_id    TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (collection, key, file_id),
  FOREIGN KEY (collection, key) REFERENCES store_entries (collection, key) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS store_entries_by_file ON store_files (file_id);
