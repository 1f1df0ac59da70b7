/** XEP-0060 §4.4: leaf nodes, each of a service: an account or a domain. */
import type { Database } from "../../../store/database.ts";
import type { Affiliation } from "./affiliations.ts";
import { DEFAULTS } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";

export interface Node {
  /** The row's number; nobody else sees it. */
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

// A field that is newer than the node has its default.
const nodeOf = (row: Row): Node => ({ ...row, config: { ...DEFAULTS, ...JSON.parse(row.config) } });

const greets = ({ send_last_published_item }: NodeConfig): number =>
  send_last_published_item === "on_sub_and_presence" ? 1 : 0;

/** What a list of nodes says of one, and what decides who may see it. */
export interface ListedNode extends Pick<Node, "id" | "name"> {
  readonly title: string;
  readonly access: NodeConfig["access_model"];
  /** Of the one who asks; null where nothing is said. */
  readonly affiliation: Affiliation | null;
}

/** What somebody has at a service, in bytes on the disk. */
export interface Usage {
  readonly nodes: number;
  /** Nodes, items and affiliations. */
  readonly bytes: number;
  /** What others have added by subscribing. */
  readonly subscription_bytes: number;
}

export interface Nodes {
  get(service: string, name: string): Node | undefined;
  byId(id: number): Node | undefined;
  /** By name, from behind `after` on, for as long as `goesOn`; with what `asker`, a bare JID, is to each. */
  list(service: string, asker: string, after: string, goesOn: (node: ListedNode) => boolean): void;
  /** The numbers of those of `names` that send their last item to who comes online. */
  greeting(service: string, names: readonly string[]): number[];
  create(node: Omit<Node, "id">): Node;
  configure(node: Node, config: NodeConfig): void;
  /** Nobody finds it any more; `sweep` takes its rows away. */
  remove(node: Node): void;
  removeAll(service: string): void;
  /** A node that is gone, and whose rows are still there. */
  gone(): number | undefined;
  /** Takes some rows of a node that is gone away, in the end its own. */
  sweep(id: number): void;
  usage(service: string, creator: string): Usage;
  /** Bytes, at all services together. */
  bytesOf(creator: string): number;
}

const COLUMNS = "id, service, name, creator, created, config";
/** Rows that are swept in one go; of items, which may be long, fewer. */
const SWEPT = 200;
const SWEPT_ITEMS = 20;

export function openNodes(db: Database): Nodes {
  const one = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE service = ? AND name = ?`);
  const byId = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE id = ?`);
  const list = db.read<ListedNode>(
    `SELECT id, name, title, access, affiliation FROM pubsub_node AS node
      LEFT JOIN pubsub_affiliation AS own ON own.node = node.id AND own.jid = ?
      WHERE node.service = ? AND name > ? ORDER BY name`,
  );
  const greeting = db.read<{ id: number }>(
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
  // A name that no other node without a service has.
  const remove = db.write("UPDATE pubsub_node SET service = '', name = id WHERE id = ?");
  const removeAll = db.write("UPDATE pubsub_node SET service = '', name = id WHERE service = ?");
  const gone = db.read<{ id: number }>("SELECT id FROM pubsub_node WHERE service = '' LIMIT 1");
  const rows = [
    `DELETE FROM pubsub_item WHERE sequence IN
      (SELECT sequence FROM pubsub_item WHERE node = ? ORDER BY sequence LIMIT ${SWEPT_ITEMS})`,
    `DELETE FROM pubsub_subscription WHERE (node, jid) IN
      (SELECT node, jid FROM pubsub_subscription WHERE node = ? LIMIT ${SWEPT})`,
    `DELETE FROM pubsub_affiliation WHERE (node, jid) IN
      (SELECT node, jid FROM pubsub_affiliation WHERE node = ? LIMIT ${SWEPT})`,
    "DELETE FROM pubsub_node WHERE id = ?",
  ].map((sql) => db.write(sql));
  const usage = db.read<Usage>(
    "SELECT nodes, bytes, subscription_bytes FROM pubsub_usage WHERE creator = ? AND service = ?",
  );
  const bytesOf = db.read<{ bytes: number }>(
    "SELECT coalesce(sum(bytes + subscription_bytes), 0) AS bytes FROM pubsub_usage WHERE creator = ?",
  );

  const found = (row: Row | undefined): Node | undefined => row && nodeOf(row);
  return {
    get: (service, name) => found(one.get(service, name)),
    byId: (id) => found(byId.get(id)),
    list: (service, asker, after, goesOn) => list.each(goesOn, asker, service, after),
    greeting: (service, names) => greeting.all(service, JSON.stringify(names)).map(({ id }) => id),
    create: ({ service, name, creator, created, config }) => {
      const { access_model, title } = config;
      const text = JSON.stringify(config);
      return nodeOf(insert.get(service, name, creator, created, text, greets(config), access_model, title) as Row);
    },
    configure: ({ id }, config) =>
      void update.run(JSON.stringify(config), greets(config), config.access_model, config.title, id),
    remove: ({ id }) => void remove.run(id),
    removeAll: (service) => void removeAll.run(service),
    gone: () => gone.get()?.id,
    sweep: (id) => {
      for (const some of rows) if (some.run(id).changes > 0) return;
    },
    usage: (service, creator) => usage.get(creator, service) ?? { nodes: 0, bytes: 0, subscription_bytes: 0 },
    bytesOf: (creator) => bytesOf.get(creator)?.bytes ?? 0,
  };
}
