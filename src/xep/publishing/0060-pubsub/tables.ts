/** The tables: nodes, items, affiliations and subscriptions, and how much of them each creator has. */
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

  // Counts are kept by node, and by creator and service. A removed node has no service until the sweep deletes it.
  // ON CONFLICT DO UPDATE fires these triggers as it should, OR REPLACE does not.
  `ALTER TABLE pubsub_node ADD COLUMN access TEXT NOT NULL DEFAULT '';
  ALTER TABLE pubsub_node ADD COLUMN title TEXT NOT NULL DEFAULT '';
  ALTER TABLE pubsub_node ADD COLUMN items INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE pubsub_node ADD COLUMN subscribers INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE pubsub_node ADD COLUMN subscriptions INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE pubsub_node ADD COLUMN subscription_bytes INTEGER NOT NULL DEFAULT 0;
  DROP INDEX pubsub_node_by_creator;

  ALTER TABLE pubsub_subscription ADD COLUMN service TEXT NOT NULL DEFAULT '';
  UPDATE pubsub_subscription SET service = (SELECT service FROM pubsub_node WHERE id = node);
  DROP INDEX pubsub_subscription_by_account;
  CREATE INDEX pubsub_subscription_by_account ON pubsub_subscription (account, service, node);

  ALTER TABLE pubsub_affiliation ADD COLUMN service TEXT NOT NULL DEFAULT '';
  UPDATE pubsub_affiliation SET service = (SELECT service FROM pubsub_node WHERE id = node);
  DROP INDEX pubsub_affiliation_by_jid;
  CREATE INDEX pubsub_affiliation_by_jid ON pubsub_affiliation (jid, service, node);
  CREATE INDEX pubsub_affiliation_owner ON pubsub_affiliation (node) WHERE affiliation = 'owner';

  UPDATE pubsub_node SET
    access = coalesce(json_extract(config, '$.access_model'), 'whitelist'),
    title = coalesce(json_extract(config, '$.title'), ''),
    items = (SELECT count(*) FROM pubsub_item WHERE node = pubsub_node.id),
    subscribers = (SELECT count(*) FROM pubsub_subscription WHERE node = pubsub_node.id AND state = 'subscribed'),
    subscriptions = (SELECT count(*) FROM pubsub_subscription WHERE node = pubsub_node.id),
    subscription_bytes = (SELECT coalesce(sum(3 * octet_length(jid) + 64), 0) FROM pubsub_subscription WHERE node = pubsub_node.id),
    bytes = bytes + octet_length(config) + 2 * octet_length(name) + 256
      + (SELECT coalesce(sum(2 * octet_length(jid) + 64), 0) FROM pubsub_affiliation WHERE node = pubsub_node.id);

  CREATE TABLE pubsub_usage (
    creator TEXT NOT NULL,
    service TEXT NOT NULL,
    nodes INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    subscription_bytes INTEGER NOT NULL,
    PRIMARY KEY (creator, service)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO pubsub_usage
    SELECT creator, service, count(*), sum(bytes), sum(subscription_bytes) FROM pubsub_node GROUP BY creator, service;

  CREATE TRIGGER pubsub_node_added AFTER INSERT ON pubsub_node BEGIN
    INSERT INTO pubsub_usage VALUES (NEW.creator, NEW.service, 1, NEW.bytes, NEW.subscription_bytes)
      ON CONFLICT DO UPDATE SET nodes = nodes + 1, bytes = bytes + NEW.bytes,
        subscription_bytes = subscription_bytes + NEW.subscription_bytes;
  END;
  CREATE TRIGGER pubsub_node_changed AFTER UPDATE OF bytes, subscription_bytes ON pubsub_node BEGIN
    UPDATE pubsub_usage SET bytes = bytes + NEW.bytes - OLD.bytes,
      subscription_bytes = subscription_bytes + NEW.subscription_bytes - OLD.subscription_bytes
      WHERE creator = NEW.creator AND service = NEW.service;
  END;
  CREATE TRIGGER pubsub_node_gone AFTER UPDATE OF service ON pubsub_node BEGIN
    UPDATE pubsub_usage SET nodes = nodes - 1, bytes = bytes - OLD.bytes,
      subscription_bytes = subscription_bytes - OLD.subscription_bytes
      WHERE creator = OLD.creator AND service = OLD.service;
    DELETE FROM pubsub_usage WHERE creator = OLD.creator AND service = OLD.service AND nodes = 0;
  END;

  DROP TRIGGER pubsub_item_added;
  DROP TRIGGER pubsub_item_removed;
  CREATE TRIGGER pubsub_item_added AFTER INSERT ON pubsub_item BEGIN
    UPDATE pubsub_node SET items = items + 1, bytes = bytes + NEW.bytes WHERE id = NEW.node;
  END;
  CREATE TRIGGER pubsub_item_removed AFTER DELETE ON pubsub_item BEGIN
    UPDATE pubsub_node SET items = items - 1, bytes = bytes - OLD.bytes WHERE id = OLD.node;
  END;
  CREATE TRIGGER pubsub_affiliation_added AFTER INSERT ON pubsub_affiliation BEGIN
    UPDATE pubsub_node SET bytes = bytes + 2 * octet_length(NEW.jid) + 64 WHERE id = NEW.node;
  END;
  CREATE TRIGGER pubsub_affiliation_removed AFTER DELETE ON pubsub_affiliation BEGIN
    UPDATE pubsub_node SET bytes = bytes - 2 * octet_length(OLD.jid) - 64 WHERE id = OLD.node;
  END;
  CREATE TRIGGER pubsub_subscription_added AFTER INSERT ON pubsub_subscription BEGIN
    UPDATE pubsub_node SET subscriptions = subscriptions + 1, subscribers = subscribers + (NEW.state = 'subscribed'),
      subscription_bytes = subscription_bytes + 3 * octet_length(NEW.jid) + 64 WHERE id = NEW.node;
  END;
  CREATE TRIGGER pubsub_subscription_changed AFTER UPDATE OF state ON pubsub_subscription BEGIN
    UPDATE pubsub_node SET subscribers = subscribers + (NEW.state = 'subscribed') - (OLD.state = 'subscribed')
      WHERE id = NEW.node;
  END;
  CREATE TRIGGER pubsub_subscription_removed AFTER DELETE ON pubsub_subscription BEGIN
    UPDATE pubsub_node SET subscriptions = subscriptions - 1, subscribers = subscribers - (OLD.state = 'subscribed'),
      subscription_bytes = subscription_bytes - 3 * octet_length(OLD.jid) - 64 WHERE id = OLD.node;
  END;`,
  // Events that are on their way to many addresses.
  `CREATE TABLE pubsub_event (
    sequence INTEGER PRIMARY KEY,
    node INTEGER NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    service TEXT NOT NULL,
    xml TEXT NOT NULL,
    is_to_pending INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX pubsub_event_of_node ON pubsub_event (node);`,
] as const;
