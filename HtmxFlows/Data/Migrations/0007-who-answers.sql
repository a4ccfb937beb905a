-- Who may answer questions.

-- The people who may answer a question: user names, e-mail addresses and roles, in upper case. A question without rows is for everyone.
CREATE TABLE IF NOT EXISTS question_people (
  run_id  TEXT NOT NULL,
  node_id TEXT NOT NULL,
  person  TEXT NOT NULL,
  PRIMARY KEY (run_id, node_id, person),
  FOREIGN KEY (run_id, node_id) REFERENCES questions (run_id, node_id) ON DELETE CASCADE
);
