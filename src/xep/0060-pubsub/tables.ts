/** What is stored of nodes: tables by the nouns of XEP-0060. */
export const pubsubTables = [
  `CREATE TABLE pubsub_node (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    creator TEXT NOT NULL,
    created INTEGER NOT NULL,
    config TEXT NOT NULL,
    greets INTEGER NOT NULL,
    bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (service, name)
  ) STRICT;
  CREATE INDEX pubsub_node_by_creator ON pubsub_node (service, creator, bytes);

  CREATE TABLE pubsub_item (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    node INTEGER NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    id TEXT NOT NULL,
    publisher TEXT NOT NULL,
    time INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    payload TEXT,
    UNIQUE (node, id)
  ) STRICT;
  CREATE INDEX pubsub_item_in_order ON pubsub_item (node, sequence);
  CREATE TRIGGER pubsub_item_added AFTER INSERT ON pubsub_item BEGIN
    UPDATE pubsub_node SET bytes = bytes + NEW.bytes WHERE id = NEW.node;
  END;
  CREATE TRIGGER pubsub_item_removed AFTER DELETE ON pubsub_item BEGIN
    UPDATE pubsub_node SET bytes = bytes - OLD.bytes WHERE id = OLD.node;
  END;

  CREATE TABLE pubsub_affiliation (
    node INTEGER NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    jid TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    PRIMARY KEY (node, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pubsub_affiliation_by_jid ON pubsub_affiliation (jid);

  CREATE TABLE pubsub_subscription (
    node INTEGER NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    jid TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    deliver INTEGER NOT NULL,
    PRIMARY KEY (node, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pubsub_subscription_by_account ON pubsub_subscription (account);`,
] as const;
