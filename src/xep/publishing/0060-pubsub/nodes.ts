/** XEP-0060 §4.4: the store of leaf nodes, each at a service: an account or a domain. */
import type { Database } from "../../../store/database.ts";
import type { Affiliation } from "./affiliations.ts";
import { DEFAULTS } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";

export interface Node {
  /** The row's number, which is never sent. */
  readonly id: number;
  /** A bare JID or a domain. */
  readonly service: string;
  /** The NodeID. */
  readonly name: string;
  /** Bare JID. */
  readonly creator: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly config: NodeConfig;
}

interface Row extends Omit<Node, "config"> {
  readonly config: string;
}

// A field that was introduced after the node was stored has its default.
const nodeOf = (row: Row): Node => ({ ...row, config: { ...DEFAULTS, ...JSON.parse(row.config) } });

const sendsLastItemOnPresence = ({ send_last_published_item }: NodeConfig): number =>
  send_last_published_item === "on_sub_and_presence" ? 1 : 0;

/** What a list of nodes shows of one, and what decides who may discover it. */
export interface ListedNode extends Pick<Node, "id" | "name"> {
  readonly title: string;
  readonly access: NodeConfig["access_model"];
  /** Of the entity that asks; null where there is none. */
  readonly affiliation: Affiliation | null;
}

/** What a creator has stored at a service. */
export interface StorageUsage {
  readonly nodes: number;
  /** Of nodes, items and affiliations. */
  readonly bytes: number;
  /** Of others' subscriptions to the nodes. */
  readonly subscription_bytes: number;
}

export interface Nodes {
  get(service: string, name: string): Node | undefined;
  byId(id: number): Node | undefined;
  /** The nodes with a name above `after`, by name, until `goesOn` returns false; with the affiliations of `requester`, a bare JID. */
  list(service: string, requester: string, after: string, goesOn: (node: ListedNode) => boolean): void;
  /** The numbers of the nodes among `names` that are configured as "on_sub_and_presence". */
  withLastItemOnPresence(service: string, names: readonly string[]): number[];
  create(node: Omit<Node, "id">): Node;
  configure(node: Node, config: NodeConfig): void;
  /** Hides the node from every other method at once; `sweep` deletes its rows. */
  remove(node: Node): void;
  removeAll(service: string): void;
  /** The number of a removed node whose rows are still to be deleted. */
  nextRemoved(): number | undefined;
  /** Deletes some rows of a removed node; its own is the last. */
  sweep(id: number): void;
  usage(service: string, creator: string): StorageUsage;
  /** Bytes at all services together, with subscriptions. */
  bytesOf(creator: string): number;
}

const COLUMNS = "id, service, name, creator, created, config";
/** Rows that one sweep deletes; fewer items, as they may be long. */
const MAX_SWEPT_ROWS = 200;
const MAX_SWEPT_ITEMS = 20;

export function openNodes(db: Database): Nodes {
  const one = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE service = ? AND name = ?`);
  const byId = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE id = ?`);
  const list = db.read<ListedNode>(
    `SELECT id, name, title, access, affiliation FROM pubsub_node AS node
      LEFT JOIN pubsub_affiliation AS own ON own.node = node.id AND own.jid = ?
      WHERE node.service = ? AND name > ? ORDER BY name`,
  );
  const withLastItem = db.read<{ id: number }>(
    `SELECT id FROM pubsub_node
      WHERE service = ? AND name IN (SELECT value FROM json_each(?)) AND greets = 1 ORDER BY name`,
  );
  const insert = db.write<Row>(
    `INSERT INTO pubsub_node (service, name, creator, created, config, greets, access, title, bytes)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, octet_length(?5) + 2 * octet_length(?2) + 256) RETURNING ${COLUMNS}`,
  );
  const update = db.write(
    `UPDATE pubsub_node SET bytes = bytes + octet_length(?1) - octet_length(config), config = ?1, greets = ?2,
      access = ?3, title = ?4 WHERE id = ?5`,
  );
  // The number is a name that is unique among removed nodes.
  const remove = db.write("UPDATE pubsub_node SET service = '', name = id WHERE id = ?");
  const removeAll = db.write("UPDATE pubsub_node SET service = '', name = id WHERE service = ?");
  const removed = db.read<{ id: number }>("SELECT id FROM pubsub_node WHERE service = '' LIMIT 1");
  const rows = [
    `DELETE FROM pubsub_item WHERE sequence IN
      (SELECT sequence FROM pubsub_item WHERE node = ? ORDER BY sequence LIMIT ${MAX_SWEPT_ITEMS})`,
    `DELETE FROM pubsub_subscription WHERE (node, jid) IN
      (SELECT node, jid FROM pubsub_subscription WHERE node = ? LIMIT ${MAX_SWEPT_ROWS})`,
    `DELETE FROM pubsub_affiliation WHERE (node, jid) IN
      (SELECT node, jid FROM pubsub_affiliation WHERE node = ? LIMIT ${MAX_SWEPT_ROWS})`,
    "DELETE FROM pubsub_node WHERE id = ?",
  ].map((sql) => db.write(sql));
  const usage = db.read<StorageUsage>(
    "SELECT nodes, bytes, subscription_bytes FROM pubsub_usage WHERE creator = ? AND service = ?",
  );
  const bytesOf = db.read<{ bytes: number }>(
    "SELECT coalesce(sum(bytes + subscription_bytes), 0) AS bytes FROM pubsub_usage WHERE creator = ?",
  );

  const found = (row: Row | undefined): Node | undefined => row && nodeOf(row);
  return {
    get: (service, name) => found(one.get(service, name)),
    byId: (id) => found(byId.get(id)),
    list: (service, requester, after, goesOn) => list.each(goesOn, requester, service, after),
    withLastItemOnPresence: (service, names) => withLastItem.all(service, JSON.stringify(names)).map(({ id }) => id),
    create: ({ service, name, creator, created, config }) => {
      const { access_model, title } = config;
      const text = JSON.stringify(config);
      return nodeOf(
        insert.get(service, name, creator, created, text, sendsLastItemOnPresence(config), access_model, title) as Row,
      );
    },
    configure: ({ id }, config) =>
      void update.run(JSON.stringify(config), sendsLastItemOnPresence(config), config.access_model, config.title, id),
    remove: ({ id }) => void remove.run(id),
    removeAll: (service) => void removeAll.run(service),
    nextRemoved: () => removed.get()?.id,
    sweep: (id) => {
      for (const some of rows) if (some.run(id).changes > 0) return;
    },
    usage: (service, creator) => usage.get(creator, service) ?? { nodes: 0, bytes: 0, subscription_bytes: 0 },
    bytesOf: (creator) => bytesOf.get(creator)?.bytes ?? 0,
  };
}
