/** XEP-0060 §4.2: who has asked to hear of a node, by bare or full JID; each address once. */
import { bareJid } from "../../../jid/jid.ts";
import type { Database } from "../../../store/database.ts";
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

/** What one is on the disk; tables.ts counts likewise. */
export const subscriptionBytes = (jid: string): number => 3 * Buffer.byteLength(jid) + 64;

export interface Subscriptions {
  get(node: Node, jid: string): Subscription | undefined;
  /** By JID, those behind `after`, at most `limit`. */
  page(node: Node, after: string, limit: number): Subscription[];
  /** Those of an account, whatever the resource. */
  ofAccount(node: Node, account: string): Subscription[];
  /** Likewise, of all nodes at a service, by the node's name. */
  held(service: string, account: string): (Subscription & { readonly node: string })[];
  put(node: Node, subscription: Subscription): void;
  remove(node: Node, jid: string): void;
  /** Of those who wait to be let in, too, where `isWithPending`. */
  count(node: Node, isWithPending?: boolean): number;
  countOf(service: string, account: string): number;
  /** Everywhere, whatever the resource. */
  forget(account: string): void;
  /** At one service, that very address. */
  forgetAt(service: string, jid: string): void;
}

export function openSubscriptions(db: Database): Subscriptions {
  const select = "SELECT jid, state, deliver FROM pubsub_subscription WHERE node = ?";
  const one = db.read<Row>(`${select} AND jid = ?`);
  const page = db.read<Row>(`${select} AND jid > ? ORDER BY jid LIMIT ?`);
  const ofAccount = db.read<Row>(
    `SELECT jid, state, deliver FROM pubsub_subscription INDEXED BY pubsub_subscription_by_account
      WHERE account = ? AND service = ? AND node = ?`,
  );
  const held = db.read<Row & { node: string }>(
    `SELECT name AS node, jid, state, deliver FROM pubsub_subscription AS own CROSS JOIN pubsub_node AS node
      ON node.id = own.node AND node.service = own.service
      WHERE own.account = ? AND own.service = ? ORDER BY name, jid`,
  );
  const put = db.write(
    `INSERT INTO pubsub_subscription (node, jid, account, state, deliver, service) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET state = excluded.state, deliver = excluded.deliver`,
  );
  const remove = db.write("DELETE FROM pubsub_subscription WHERE node = ? AND jid = ?");
  const count = db.read<{ subscribers: number; subscriptions: number }>(
    "SELECT subscribers, subscriptions FROM pubsub_node WHERE id = ?",
  );
  const countOf = db.read<{ n: number }>(
    "SELECT count(*) AS n FROM pubsub_subscription WHERE account = ? AND service = ?",
  );
  const forget = db.write("DELETE FROM pubsub_subscription WHERE account = ?");
  const forgetAt = db.write("DELETE FROM pubsub_subscription WHERE jid = ? AND account = ? AND service = ?");

  return {
    get: (node, jid) => {
      const row = one.get(node.id, jid);
      return row && subscriptionOf(row);
    },
    page: (node, after, limit) => page.all(node.id, after, limit).map(subscriptionOf),
    ofAccount: (node, account) => ofAccount.all(account, node.service, node.id).map(subscriptionOf),
    held: (service, account) => held.all(account, service).map((row) => ({ ...subscriptionOf(row), node: row.node })),
    put: (node, { jid, state, deliver }) =>
      void put.run(node.id, jid, bareJid(jid), state, Number(deliver), node.service),
    remove: (node, jid) => void remove.run(node.id, jid),
    count: (node, isWithPending = false) => {
      const { subscribers, subscriptions } = count.get(node.id) ?? { subscribers: 0, subscriptions: 0 };
      return isWithPending ? subscriptions : subscribers;
    },
    countOf: (service, account) => countOf.get(account, service)?.n ?? 0,
    forget: (account) => void forget.run(account),
    forgetAt: (service, jid) => void forgetAt.run(jid, bareJid(jid), service),
  };
}
