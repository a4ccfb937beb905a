-- The journal takes a further event: the end of an item of a node that runs for each item of a list.

ALTER TABLE run_events RENAME TO run_events_before;

CREATE TABLE run_events (
  run_id  TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  seq     BIGINT NOT NULL CHECK (seq > 0),
  event   TEXT   NOT NULL CHECK (event IN (
    'workflow-started', 'node-started', 'node-retrying', 'node-waiting', 'node-item-completed', 'node-completed', 'node-failed', 'node-skipped',
    'workflow-complete', 'workflow-failed', 'workflow-cancelled', 'workflow-resumed')),
  node_id TEXT,
  data    TEXT   NOT NULL,
  PRIMARY KEY (run_id, seq)
);

INSERT INTO run_events (run_id, seq, event, node_id, data) SELECT run_id, seq, event, node_id, data FROM run_events_before;
DROP TABLE run_events_before;
