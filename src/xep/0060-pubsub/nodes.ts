/** XEP-0060 §4.4: leaf nodes, each of a service: an account or a domain. */
import type { Database } from "../../store/database.ts";
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

export interface Nodes {
  get(service: string, name: string): Node | undefined;
  byId(id: number): Node | undefined;
  /** By name. */
  of(service: string): Node[];
  /** Those of `names` that send their last item to who comes online. */
  greeting(service: string, names: readonly string[]): Node[];
  create(node: Omit<Node, "id">): Node;
  configure(node: Node, config: NodeConfig): void;
  /** With its items, affiliations and subscriptions. */
  remove(node: Node): void;
  removeAll(service: string): void;
  /** How many nodes somebody has made at a service, and what is in them, in bytes. */
  usage(service: string, creator: string): { readonly nodes: number; readonly bytes: number };
}

const COLUMNS = "id, service, name, creator, created, config";

export function openNodes(db: Database): Nodes {
  const one = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE service = ? AND name = ?`);
  const byId = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE id = ?`);
  const all = db.read<Row>(`SELECT ${COLUMNS} FROM pubsub_node WHERE service = ? ORDER BY name`);
  const greeting = db.read<Row>(
    `SELECT ${COLUMNS} FROM pubsub_node
      WHERE service = ? AND name IN (SELECT value FROM json_each(?)) AND greets = 1 ORDER BY name`,
  );
  const insert = db.write<Row>(
    `INSERT INTO pubsub_node (service, name, creator, created, config, greets) VALUES (?, ?, ?, ?, ?, ?)
      RETURNING ${COLUMNS}`,
  );
  const update = db.write("UPDATE pubsub_node SET config = ?, greets = ? WHERE id = ?");
  const remove = db.write("DELETE FROM pubsub_node WHERE id = ?");
  const removeAll = db.write("DELETE FROM pubsub_node WHERE service = ?");
  const usage = db.read<{ nodes: number; bytes: number }>(
    "SELECT count(*) AS nodes, total(bytes) AS bytes FROM pubsub_node WHERE service = ? AND creator = ?",
  );

  const found = (row: Row | undefined): Node | undefined => row && nodeOf(row);
  return {
    get: (service, name) => found(one.get(service, name)),
    byId: (id) => found(byId.get(id)),
    of: (service) => all.all(service).map(nodeOf),
    greeting: (service, names) => greeting.all(service, JSON.stringify(names)).map(nodeOf),
    create: ({ service, name, creator, created, config }) => {
      const row = insert.get(service, name, creator, created, JSON.stringify(config), greets(config));
      return nodeOf(row as Row);
    },
    configure: ({ id }, config) => void update.run(JSON.stringify(config), greets(config), id),
    remove: ({ id }) => void remove.run(id),
    removeAll: (service) => void removeAll.run(service),
    usage: (service, creator) => usage.get(service, creator) ?? { nodes: 0, bytes: 0 },
  };
}
