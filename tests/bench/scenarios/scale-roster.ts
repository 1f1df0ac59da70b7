/** How costs depend on how many contacts an account has. */
import { Element } from "ltx";
import type { Client } from "../../support/client/client.ts";
import { logInAs, startWatch, type Watch } from "../measure.ts";
import { pointOf } from "../scale.ts";
import type { Extent, Figure, Scenario, Server, Sizes } from "../scenario.ts";

const ROSTER = "jabber:iq:roster";
const OF = "contacts";
/** Figures at each size. */
const POINTS = 3;
/** Rounds at a time, between two looks at the clock. */
const BATCH = 5;

const ownerOf = (size: number): string => `has${size}`;

/** The owners' rosters and, as subscriptions are mutual, those of their contacts, who are never online. */
function rostersOf(sizes: Sizes): Map<string, string[]> {
  const rosters = new Map<string, string[]>();
  const add = (account: string, contact: string): void =>
    void rosters.set(account, [...(rosters.get(account) ?? []), contact]);
  for (const size of sizes)
    for (let n = 0; n < size; n += 1) {
      add(ownerOf(size), `away${n}`);
      add(`away${n}`, ownerOf(size));
    }
  return rosters;
}

/** Milliseconds of CPU for a round; half of the time is not measured. */
async function costOf(server: Server, seconds: number, round: () => Promise<unknown>): Promise<number> {
  const until = async (isOver: (watch: Watch) => boolean): Promise<number> => {
    const watch = startWatch(server);
    let rounds = 0;
    for (; rounds === 0 || !isOver(watch); rounds += BATCH) for (let n = 0; n < BATCH; n += 1) await round();
    return watch.serverCpu() / rounds;
  };
  await until((watch) => watch.seconds() > seconds / 2);
  return until((watch) => watch.seconds() > seconds);
}

/** Throws when a contact is missing. */
async function fetchRoster(client: Client, size: number): Promise<void> {
  const answer = await client.iq("get", new Element("query", { xmlns: ROSTER }));
  const items = (answer.children[0] as Element).getChildren("item").length;
  if (items !== size) throw new Error(`${client.jid}: ${items} contacts instead of ${size}`);
}

async function run(server: Server, { scale, seconds }: Extent): Promise<Figure[]> {
  const figures: Figure[] = [];
  const [smallest = 0] = scale.roster;
  // Not measured the first time: compilation and caches.
  for (const at of [smallest, ...scale.roster]) {
    const client = await logInAs(server, ownerOf(at));
    client.onElement = (element) => {
      if (element.name === "iq") client.inbox.put(element);
    };
    const ping = () => client.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }), server.reach.domain);
    const fetching = await costOf(server, seconds / 4, () => fetchRoster(client, at));
    const name = (n: number) => `Number ${n}`;
    let changes = 0;
    const changing = await costOf(server, seconds / 4, () => {
      changes += 1;
      const query = new Element("query", { xmlns: ROSTER });
      query.c("item", { jid: `away0@${server.reach.domain}`, name: name(changes) });
      return client.iq("set", query);
    });
    const presence = await costOf(server, seconds / 4, () => {
      client.send("<presence/><presence type='unavailable'/>");
      return ping();
    });
    client.destroy();
    const micro = 1000;
    figures.push(
      pointOf("scale-roster", {
        what: "CPU for a contact, as the roster is fetched",
        unit: "µs",
        value: (fetching / at) * micro,
        at,
        of: OF,
      }),
      pointOf("scale-roster", {
        what: "CPU for a contact, as presence comes and goes",
        unit: "µs",
        value: (presence / at) * micro,
        at,
        of: OF,
      }),
      pointOf("scale-roster", {
        what: "CPU for changing one contact",
        unit: "µs",
        value: changing * micro,
        at,
        of: OF,
      }),
    );
  }
  return figures.slice(POINTS);
}

export const scenario: Scenario = {
  name: "scale-roster",
  about:
    "on a server of its own: an account with so many contacts, who are away, fetches its roster again and again; changes the name of one contact; and becomes available and unavailable, which is shown to all of them.",
  scope: "ours",
  stage: "own",
  rosters: ({ scale }) => rostersOf(scale.roster),
  extraTimeoutMs: 120_000,
  run,
};
