/** Logins of accounts with large rosters: roster and presence. */
import { Element } from "ltx";
import { inParallel, logInAs, startWatch } from "../measure.ts";
import { bipartite, numbered } from "../rosters.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const WIDTH = 4;
const CONTACTS = 500;
const KNOWN = numbered("known", 8);

/** Requests the roster like a client without a cached copy. Throws when a contact is missing. */
async function login(server: Server, index: number, isPresent: boolean): Promise<void> {
  const client = await logInAs(server, KNOWN[index % KNOWN.length] ?? "");
  const answer = await client.iq("get", new Element("query", { xmlns: "jabber:iq:roster" }));
  const items = (answer.children[0] as Element).getChildren("item").length;
  if (items !== CONTACTS) throw new Error(`${client.jid}: ${items} contacts instead of ${CONTACTS}`);
  if (isPresent) {
    client.onElement = () => undefined;
    client.send("<presence><status>here</status></presence>");
  }
  await client.end();
}

async function figures(server: Server, seconds: number, isPresent: boolean): Promise<Figure[]> {
  const loginAgain = (index: number): Promise<void> => login(server, index, isPresent);
  // First one login of each account, not measured: caches of servers and clients.
  await inParallel(WIDTH, (index) => index < KNOWN.length, loginAgain);
  const watch = startWatch(server);
  const count = await inParallel(WIDTH, () => watch.seconds() < seconds, loginAgain);
  const [perSecond, loadShare] = [count / watch.seconds(), watch.loadShare()];
  await Bun.sleep(1000);
  const label = isPresent ? "roster and presence" : "roster";
  return [
    { name: `logins with ${label}`, unit: "/s", value: perSecond, better: "more", loadShare },
    { name: `CPU for a login with ${label}`, unit: "ms", value: watch.serverCpu() / count, better: "less" },
  ];
}

const run = async (server: Server, { seconds }: Extent): Promise<Figure[]> => [
  ...(await figures(server, seconds, false)),
  ...(await figures(server, seconds, true)),
];

export const scenario: Scenario = {
  name: "roster-login",
  about: `as logins, and ${CONTACTS} contacts are fetched; with presence, it is also shown to all of them, who are away, and withdrawn; ${WIDTH} at a time. CPU includes what the server still does a second later.`,
  scope: "full",
  rosters: () => bipartite(KNOWN, numbered("away", CONTACTS)),
  run,
};
