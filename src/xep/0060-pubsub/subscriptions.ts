/** XEP-0060 §4.2: who has asked to hear of a node, by bare or full JID; each address once. */
import { bareJid } from "../../jid.ts";
import type { Database } from "../../store/database.ts";
import type { Node } from "./nodes.ts";

export type SubscriptionState = "subscribed" | "pending";

export interface Subscription {
  readonly jid: string;
  readonly state: SubscriptionState;
  /** §6.3: whether notifications are wanted at present. */
  readonly deliver: boolean;
}

interface Row {
  readonly jid: string;
  readonly state: SubscriptionState;
  readonly deliver: number;
}

const subscriptionOf = ({ jid, state, deliver }: Row): Subscription => ({ jid, state, deliver: deliver === 1 });

export interface Subscriptions {
  get(node: Node, jid: string): Subscription | undefined;
  /** By JID. */
  of(node: Node): Subscription[];
  /** Those of an account, whatever the resource. */
  ofAccount(node: Node, account: string): Subscription[];
  /** Likewise, of all nodes at a service. */
  held(service: string, account: string): (Subscription & { readonly node: string })[];
  put(node: Node, subscription: Subscription): void;
  remove(node: Node, jid: string): void;
  count(node: Node): number;
  countOf(service: string, account: string): number;
  /** Everywhere, whatever the resource. */
  forget(account: string): void;
  /** At one service, that very address. */
  forgetAt(service: string, jid: string): void;
}

export function openSubscriptions(db: Database): Subscriptions {
  const select = "SELECT jid, state, deliver FROM pubsub_subscription WHERE node = ?";
  const one = db.read<Row>(`${select} AND jid = ?`);
  const all = db.read<Row>(`${select} ORDER BY jid`);
  const ofAccount = db.read<Row>(`${select} AND account = ?`);
  const held = db.read<Row & { node: string }>(
    `SELECT name AS node, jid, state, deliver FROM pubsub_subscription CROSS JOIN pubsub_node ON id = node
      WHERE account = ? AND service = ? ORDER BY name, jid`,
  );
  const put = db.write(
    "INSERT OR REPLACE INTO pubsub_subscription (node, jid, account, state, deliver) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = db.write("DELETE FROM pubsub_subscription WHERE node = ? AND jid = ?");
  const count = db.read<{ n: number }>(
    "SELECT count(*) AS n FROM pubsub_subscription WHERE node = ? AND state = 'subscribed'",
  );
  const countOf = db.read<{ n: number }>(
    `SELECT count(*) AS n FROM pubsub_subscription CROSS JOIN pubsub_node ON id = node WHERE account = ? AND service = ?`,
  );
  const forget = db.write("DELETE FROM pubsub_subscription WHERE account = ?");
  const forgetAt = db.write(
    "DELETE FROM pubsub_subscription WHERE jid = ? AND account = ? AND node IN (SELECT id FROM pubsub_node WHERE service = ?)",
  );

  return {
    get: (node, jid) => {
      const row = one.get(node.id, jid);
      return row && subscriptionOf(row);
    },
    of: (node) => all.all(node.id).map(subscriptionOf),
    ofAccount: (node, account) => ofAccount.all(node.id, account).map(subscriptionOf),
    held: (service, account) => held.all(account, service).map((row) => ({ ...subscriptionOf(row), node: row.node })),
    put: (node, { jid, state, deliver }) => void put.run(node.id, jid, bareJid(jid), state, Number(deliver)),
    remove: (node, jid) => void remove.run(node.id, jid),
    count: (node) => count.get(node.id)?.n ?? 0,
    countOf: (service, account) => countOf.get(account, service)?.n ?? 0,
    forget: (account) => void forget.run(account),
    forgetAt: (service, jid) => void forgetAt.run(jid, bareJid(jid), service),
  };
}
