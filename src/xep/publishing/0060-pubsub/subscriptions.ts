/** XEP-0060 §4.2: the store of subscriptions, by node and by bare or full JID. */
import { bareJid } from "../../../jid/jid.ts";
import type { Database } from "../../../store/database.ts";
import type { Node } from "./nodes.ts";

export type SubscriptionState = "subscribed" | "pending";

export interface Subscription {
  readonly jid: string;
  readonly state: SubscriptionState;
  /** §6.3: pubsub#deliver. */
  readonly deliver: boolean;
}

interface Row {
  readonly jid: string;
  readonly state: SubscriptionState;
  readonly deliver: number;
}

const subscriptionOf = ({ jid, state, deliver }: Row): Subscription => ({ jid, state, deliver: deliver === 1 });

/** The size of a subscription as tables.ts counts it. */
export const subscriptionBytes = (jid: string): number => 3 * Buffer.byteLength(jid) + 64;

export interface Subscriptions {
  get(node: Node, jid: string): Subscription | undefined;
  /** Those with a JID above `after`, by JID, at most `limit`. */
  page(node: Node, after: string, limit: number): Subscription[];
  /** Those of an account's bare JID and of all its full JIDs. */
  ofAccount(node: Node, account: string): Subscription[];
  /** The same for all nodes at a service, by node name. */
  atService(service: string, account: string): (Subscription & { readonly node: string })[];
  put(node: Node, subscription: Subscription): void;
  remove(node: Node, jid: string): void;
  /** Of subscribers; also of pending subscriptions if `isWithPending`. */
  count(node: Node, isWithPending?: boolean): number;
  countOf(service: string, account: string): number;
  /** Those of an account, at every service. */
  forget(account: string): void;
  /** Those of exactly this JID, at one service. */
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
  const atService = db.read<Row & { node: string }>(
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
    atService: (service, account) =>
      atService.all(account, service).map((row) => ({ ...subscriptionOf(row), node: row.node })),
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
