/** XEP-0060 §4.1: affiliations of entities (bare JIDs) with nodes. */
import type { Database } from "../../../store/database.ts";

export const AFFILIATIONS = ["owner", "publisher", "publish-only", "member", "none", "outcast"] as const;
export type Affiliation = (typeof AFFILIATIONS)[number];

export const isAffiliation = (text: string): text is Affiliation => AFFILIATIONS.some((known) => known === text);

/** The privileges of §4.1. */
export const mayPublish = (affiliation: Affiliation): boolean =>
  affiliation === "owner" || affiliation === "publisher" || affiliation === "publish-only";
/** Any item, also other publishers'; and purging the node. */
export const mayDelete = (affiliation: Affiliation): boolean => affiliation === "owner" || affiliation === "publisher";
/** Whatever the access model. */
export const mayAlwaysRetrieve = (affiliation: Affiliation): boolean =>
  affiliation === "owner" || affiliation === "publisher" || affiliation === "member";
export const mayNeverRetrieve = (affiliation: Affiliation): boolean =>
  affiliation === "outcast" || affiliation === "publish-only";

/** A node, as far as it matters here. */
interface NodeKey {
  readonly id: number;
  readonly service: string;
}

export interface NodeAffiliation {
  /** The NodeID. */
  readonly node: string;
  readonly affiliation: Affiliation;
}

export interface Affiliations {
  /** "none" where there is none. */
  get(node: NodeKey, jid: string): Affiliation;
  /** All but "none", by JID. */
  of(node: NodeKey): ReadonlyMap<string, Affiliation>;
  /** Bare JIDs. */
  owners(node: Pick<NodeKey, "id">): string[];
  /** Those of `jid` with a service's nodes whose number is above `after`, the oldest node first, until `goesOn` returns false. */
  atService(service: string, jid: string, after: number, goesOn: (affiliation: NodeAffiliation) => boolean): void;
  /** "none" removes it. */
  set(node: NodeKey, jid: string, affiliation: Affiliation): void;
  /** At every service. */
  forget(jid: string): void;
  /** The numbers of the nodes of which `jid` is the only owner. */
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
  // CROSS JOIN: from the few affiliations of an entity to their nodes, not from all nodes of a service.
  const atService = db.read<NodeAffiliation>(
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
  const ownedAlone = db.read<{ node: number }>(
    `SELECT node FROM pubsub_affiliation AS own WHERE jid = ? AND affiliation = 'owner' AND NOT EXISTS
      (SELECT 1 FROM pubsub_affiliation WHERE node = own.node AND jid <> own.jid AND affiliation = 'owner')`,
  );

  return {
    get: (node, jid) => one.get(node.id, jid)?.affiliation ?? "none",
    of: (node) => new Map(all.all(node.id).map(({ jid, affiliation }) => [jid, affiliation])),
    owners: (node) => owners.all(node.id).map(({ jid }) => jid),
    atService: (service, jid, after, goesOn) => atService.each(goesOn, jid, service, after),
    set: (node, jid, affiliation) => {
      if (affiliation === "none") remove.run(node.id, jid);
      else put.run(node.id, jid, affiliation, node.service);
    },
    forget: (jid) => void forget.run(jid),
    ownedAlone: (jid) => ownedAlone.all(jid).map(({ node }) => node),
  };
}
