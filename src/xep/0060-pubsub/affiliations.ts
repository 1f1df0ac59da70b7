/** XEP-0060 §4.1: what an entity is to a node, by bare JID. */
import type { Database } from "../../store/database.ts";
import type { Node } from "./nodes.ts";

export const AFFILIATIONS = ["owner", "publisher", "publish-only", "member", "none", "outcast"] as const;
export type Affiliation = (typeof AFFILIATIONS)[number];

export const isAffiliation = (text: string): text is Affiliation => AFFILIATIONS.some((known) => known === text);

/** §4.1, the table. */
export const mayPublish = (affiliation: Affiliation): boolean =>
  affiliation === "owner" || affiliation === "publisher" || affiliation === "publish-only";
/** Any item, also of others; and all of them. */
export const mayDelete = (affiliation: Affiliation): boolean => affiliation === "owner" || affiliation === "publisher";
/** Whatever the access model says. */
export const mayAlwaysRetrieve = (affiliation: Affiliation): boolean =>
  affiliation === "owner" || affiliation === "publisher" || affiliation === "member";
export const mayNeverRetrieve = (affiliation: Affiliation): boolean =>
  affiliation === "outcast" || affiliation === "publish-only";

export interface Affiliations {
  /** "none" where nothing is said. */
  get(node: Node, jid: string): Affiliation;
  /** All but "none", by JID. */
  of(node: Node): ReadonlyMap<string, Affiliation>;
  /** Those of somebody at a service's nodes. */
  held(service: string, jid: string): { readonly node: string; readonly affiliation: Affiliation }[];
  /** "none" removes it. */
  set(node: Node, jid: string, affiliation: Affiliation): void;
  count(node: Node): number;
  /** Everywhere. */
  forget(jid: string): void;
  /** The ids of the nodes that nobody else owns. */
  ownedAlone(jid: string): number[];
}

export function openAffiliations(db: Database): Affiliations {
  const one = db.read<{ affiliation: Affiliation }>(
    "SELECT affiliation FROM pubsub_affiliation WHERE node = ? AND jid = ?",
  );
  const all = db.read<{ jid: string; affiliation: Affiliation }>(
    "SELECT jid, affiliation FROM pubsub_affiliation WHERE node = ? ORDER BY jid",
  );
  // CROSS JOIN: from the few entries of somebody to their nodes, not from all nodes of a service.
  const held = db.read<{ node: string; affiliation: Affiliation }>(
    `SELECT name AS node, affiliation FROM pubsub_affiliation CROSS JOIN pubsub_node ON id = node
      WHERE jid = ? AND service = ? ORDER BY name`,
  );
  const put = db.write("INSERT OR REPLACE INTO pubsub_affiliation (node, jid, affiliation) VALUES (?, ?, ?)");
  const remove = db.write("DELETE FROM pubsub_affiliation WHERE node = ? AND jid = ?");
  const count = db.read<{ n: number }>("SELECT count(*) AS n FROM pubsub_affiliation WHERE node = ?");
  const forget = db.write("DELETE FROM pubsub_affiliation WHERE jid = ?");
  const alone = db.read<{ node: number }>(
    `SELECT node FROM pubsub_affiliation AS own WHERE jid = ? AND affiliation = 'owner' AND NOT EXISTS
      (SELECT 1 FROM pubsub_affiliation WHERE node = own.node AND jid <> own.jid AND affiliation = 'owner')`,
  );

  return {
    get: (node, jid) => one.get(node.id, jid)?.affiliation ?? "none",
    of: (node) => new Map(all.all(node.id).map(({ jid, affiliation }) => [jid, affiliation])),
    held: (service, jid) => held.all(jid, service),
    set: (node, jid, affiliation) => {
      if (affiliation === "none") remove.run(node.id, jid);
      else put.run(node.id, jid, affiliation);
    },
    count: (node) => count.get(node.id)?.n ?? 0,
    forget: (jid) => void forget.run(jid),
    ownedAlone: (jid) => alone.all(jid).map(({ node }) => node),
  };
}
