/** XEP-0060 §4.1: what an entity is to a node, by bare JID. */
import type { Database } from "../../../store/database.ts";
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

export interface HeldAffiliation {
  /** Its name. */
  readonly node: string;
  readonly affiliation: Affiliation;
}

export interface Affiliations {
  /** "none" where nothing is said. */
  get(node: Node, jid: string): Affiliation;
  /** All but "none", by JID. */
  of(node: Node): ReadonlyMap<string, Affiliation>;
  /** Bare JIDs. */
  owners(node: Pick<Node, "id">): string[];
  /** Those of somebody at a service's nodes, the oldest node first, from behind the number `after` on, for as long as `goesOn`. */
  held(service: string, jid: string, after: number, goesOn: (held: HeldAffiliation) => boolean): void;
  /** "none" removes it. */
  set(node: Node, jid: string, affiliation: Affiliation): void;
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
  const owners = db.read<{ jid: string }>(
    "SELECT jid FROM pubsub_affiliation INDEXED BY pubsub_affiliation_owner WHERE node = ? AND affiliation = 'owner'",
  );
  // CROSS JOIN: from the few entries of somebody to their nodes, not from all nodes of a service.
  const held = db.read<HeldAffiliation>(
    `SELECT name AS node, affiliation FROM pubsub_affiliation AS own CROSS JOIN pubsub_node AS node
      ON node.id = own.node AND node.service = own.service
      WHERE own.jid = ? AND own.service = ? AND own.node > ? ORDER BY own.node`,
  );
  const put = db.write(
    `INSERT INTO pubsub_affiliation (node, jid, affiliation, service) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET affiliation = excluded.affiliation`,
  );
  const remove = db.write("DELETE FROM pubsub_affiliation WHERE node = ? AND jid = ?");
  const forget = db.write("DELETE FROM pubsub_affiliation WHERE jid = ?");
  const alone = db.read<{ node: number }>(
    `SELECT node FROM pubsub_affiliation AS own WHERE jid = ? AND affiliation = 'owner' AND NOT EXISTS
      (SELECT 1 FROM pubsub_affiliation WHERE node = own.node AND jid <> own.jid AND affiliation = 'owner')`,
  );

  return {
    get: (node, jid) => one.get(node.id, jid)?.affiliation ?? "none",
    of: (node) => new Map(all.all(node.id).map(({ jid, affiliation }) => [jid, affiliation])),
    owners: (node) => owners.all(node.id).map(({ jid }) => jid),
    held: (service, jid, after, goesOn) => held.each(goesOn, jid, service, after),
    set: (node, jid, affiliation) => {
      if (affiliation === "none") remove.run(node.id, jid);
      else put.run(node.id, jid, affiliation, node.service);
    },
    forget: (jid) => void forget.run(jid),
    ownedAlone: (jid) => alone.all(jid).map(({ node }) => node),
  };
}
