/** Chat, with XEP-0198 at both ends and archives (XEP-0313), within a server and between both. */
import { Deliveries } from "../oracle/deliveries.ts";
import type { Loss } from "../oracle/register.ts";
import { type Activity, appOf, type World } from "./activity.ts";
import type { App } from "./app.ts";
import { type ArchivedMessage, ArchiveReader } from "./archive.ts";
import { becomes } from "./patience.ts";

const WAYS = [
  ["alice", "bob"],
  ["bob", "dora"],
  ["carol", "alice"],
  ["dora", "carol"],
  ["emil", "alice"],
  ["fay", "emil"],
] as const;
const MAX_BATCH = 12;

interface Way {
  readonly from: App;
  readonly to: App;
  readonly deliveries: Deliveries;
  count: number;
}

export function chats(world: World): Activity {
  const ways = WAYS.map(([from, to]): Way => {
    const [sender, recipient] = [appOf(world, from), appOf(world, to)];
    const deliveries = new Deliveries(`${from}-${to}`, { isBetweenServers: sender.site !== recipient.site });
    return { from: sender, to: recipient, deliveries, count: 0 };
  });
  const readers = new Map([...world.apps.values()].map((app) => [app.account, new ArchiveReader(app)]));
  let done = 0;

  for (const { from, to, deliveries } of ways) {
    to.listeners.push((stanza) => {
      const message = stanza.name === "message" ? deliveries.get(stanza.attrs.id) : undefined;
      if (message && stanza.attrs.type !== "error") message.isSeen = true;
    });
    from.listeners.push((stanza) => {
      const message = stanza.name === "message" ? deliveries.get(stanza.attrs.id) : undefined;
      if (message && stanza.attrs.type === "error") message.isRefused = true;
    });
  }

  const sends = (way: Way): string => {
    const { from, to, deliveries } = way;
    way.count += 1;
    const id = `chat-${deliveries.name}-${way.count}`;
    const message = deliveries.sent(id, from.account);
    from.delivers(`<message to='${to.account}' type='chat' id='${id}'><body>${way.count}</body></message>`, {
      acknowledged: () => {
        message.isAcknowledged = true;
        done += 1;
      },
      again: () => {
        message.times += 1;
      },
    });
    return id;
  };

  const talk = async (way: Way, isOver: () => boolean): Promise<void> => {
    while (!isOver() && way.from.isConnected) {
      for (let left = world.random.integer(1, MAX_BATCH); left > 0; left -= 1) sends(way);
      if (!(await way.from.isAcknowledged())) return;
    }
  };

  /** A last message, which arrives behind all others; where it may be refused, so often that one arrives. */
  const checkWay = async (way: Way): Promise<string[]> => {
    const arrives = async (): Promise<boolean> => {
      const message = way.deliveries.get(sends(way));
      await way.from.isAcknowledged();
      await becomes(() => message?.isSeen === true || message?.isRefused === true);
      return message?.isSeen === true;
    };
    const isThrough = world.mayRefuse ? await becomes(arrives) : await arrives();
    return isThrough ? [] : [`nothing arrives any more from ${way.from.account} at ${way.to.account}`];
  };

  return {
    name: "chats",
    get done() {
      return done;
    },
    prepare: async () => {},
    run: async (isOver) => void (await Promise.all(ways.map((way) => talk(way, isOver)))),
    check: async (loss: Loss) => {
      const stuck = (await Promise.all(ways.map(checkWay))).flat();
      const archives = new Map<string, ArchivedMessage[]>();
      for (const [account, reader] of readers) archives.set(account, await reader.next());
      const faults = ways.flatMap(({ from, to, deliveries }) => {
        const idsIn = (account: string): string[] =>
          (archives.get(account) ?? []).map(({ id }) => id).filter((id) => id.startsWith(`chat-${deliveries.name}-`));
        const refused = world.mayRefuse ? [] : deliveries.refused.map((id) => `${id} came back as an error`);
        return [
          ...deliveries.faultsOf(from.account, idsIn(from.account), { loss, copies: world.copies, whose: "sender" }),
          ...deliveries.faultsOf(to.account, idsIn(to.account), { loss, copies: world.copies, whose: "recipient" }),
          ...refused,
        ];
      });
      for (const { deliveries } of ways) deliveries.forget();
      return [...stuck, ...faults];
    },
  };
}
