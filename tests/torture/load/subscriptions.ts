/** Presence subscriptions (RFC 6121 §3): asked for, approved by the contact's app, and cancelled, within a server and between both. */
import { type Loss, Register } from "../oracle/register.ts";
import { type Activity, appOf, refused, type World } from "./activity.ts";
import type { App } from "./app.ts";
import { rosterOf } from "./contacts.ts";
import { becomes } from "./patience.ts";

const PAIRS = [
  ["alice", "dora"],
  ["fay", "carol"],
  ["carol", "bob"],
] as const;
const ROSTER = "jabber:iq:roster";
/** Milliseconds in which what is on its way usually arrives. */
const ON_ITS_WAY_MS = 5000;

interface Pair {
  readonly from: App;
  readonly to: App;
  /** Whether the one has a subscription to the other, in its own roster. */
  readonly register: Register<boolean>;
}

const hasTo = (subscription: string | undefined): boolean => subscription === "to" || subscription === "both";
const hasFrom = (subscription: string | undefined): boolean => subscription === "from" || subscription === "both";

export function subscriptions(world: World): Activity {
  const pairs = PAIRS.map(([one, other]): Pair => {
    const [from, to] = [appOf(world, one), appOf(world, other)];
    return { from, to, register: new Register(`the subscription of ${from.account} to ${to.account}`, false) };
  });
  let done = 0;

  for (const { from, to } of pairs)
    to.listeners.push(({ name, attrs }) => {
      if (name !== "presence" || attrs.type !== "subscribe" || attrs.from !== from.account) return;
      to.sends(`<presence to='${from.account}' type='subscribed'/>`);
    });

  /** Asks for it or cancels it; resolves when the roster says so, or when the connection has ended. */
  const set = async ({ from, to, register }: Pair, wanted: boolean, isOver: () => boolean): Promise<void> => {
    register.asks(wanted);
    const answered = from.receives((stanza) => {
      if (stanza.name === "presence") return stanza.attrs.type === "error" && stanza.attrs.from === to.account;
      const item = stanza.name === "iq" ? stanza.getChild("query", ROSTER)?.getChild("item") : undefined;
      return item?.attrs.jid === to.account && hasTo(item?.attrs.subscription) === wanted && !item?.attrs.ask;
    });
    from.sends(`<presence to='${to.account}' type='${wanted ? "subscribe" : "unsubscribe"}'/>`);
    // What is refused on the way back is not told to anybody: it is not waited for longer than the fault lasts.
    answered.catch(() => {});
    const refusal = world.mayRefuse ? [becomes(isOver).then(() => undefined)] : [];
    const answer = await Promise.race([answered, ...refusal]);
    if (answer?.name === "presence") refused(world, register.name, answer);
    if (answer?.name !== "iq") return;
    register.seen();
    done += 1;
    if (await from.isAcknowledged()) register.kept();
  };

  /** Whether both rosters say the same. */
  const agrees = async ({ from, to }: Pair): Promise<boolean> => {
    const [one, other] = [(await rosterOf(from)).get(to.account), (await rosterOf(to)).get(from.account)];
    return hasTo(one?.subscription) === hasFrom(other?.subscription);
  };

  const check = async (pair: Pair, loss: Loss): Promise<readonly string[]> => {
    const { from, to, register } = pair;
    const subscription = (await rosterOf(from)).get(to.account)?.subscription;
    const faults = [...register.found(hasTo(subscription), loss)];
    if (!(await becomes(() => agrees(pair), ON_ITS_WAY_MS))) {
      // After a power cut one side may know less than the other: it is told when presence is asked for (RFC 6121 §4.3.2).
      if (loss === "power") for (const app of [from, to]) await app.signsInAnew();
      // What was refused is asked for again (§3.1.3).
      if (world.mayRefuse) from.sends(`<presence to='${to.account}' type='subscribe'/>`);
      if (!(await becomes(() => agrees(pair)))) faults.push(`the rosters of both sides disagree on ${register.name}`);
    }
    // A request may still be on its way to its approval: from here on nothing is.
    from.sends(`<presence to='${to.account}' type='unsubscribe'/>`);
    await from.isAcknowledged();
    const isCancelled = async (): Promise<boolean> => !hasFrom((await rosterOf(to)).get(from.account)?.subscription);
    if (!(await becomes(isCancelled))) faults.push(`${register.name} cannot be cancelled`);
    register.found(false, loss);
    return faults;
  };

  return {
    name: "subscriptions",
    get done() {
      return done;
    },
    prepare: async () => {
      // Roster pushes come to who has asked for the roster.
      for (const { from, to } of pairs) for (const app of [from, to]) await rosterOf(app);
    },
    run: async (isOver) => {
      const change = async (pair: Pair): Promise<void> => {
        await rosterOf(pair.from).catch(() => undefined);
        while (!isOver() && pair.from.isConnected && pair.to.isConnected) await set(pair, !pair.register.last, isOver);
      };
      await Promise.all(pairs.map(change));
    },
    check: async (loss: Loss) => (await Promise.all(pairs.map((pair) => check(pair, loss)))).flat(),
  };
}
