/** Presence: everybody becomes available, then changes status repeatedly. */
import type { Element } from "ltx";
import { type CapsClient, capsClient } from "../../support/client/caps.ts";
import type { Client } from "../../support/client/client.ts";
import { sessionsOf, startWatch } from "../measure.ts";
import { ring } from "../rosters.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const ACCOUNTS = 200;
const CONTACTS = 20;
/** Milliseconds within which everybody must have heard of everybody. */
const TIMEOUT_MS = 30_000;

/** Counts what contacts hear of each other; what sessions hear of themselves is not counted. */
class Storm {
  readonly #clients: readonly Client[];
  readonly #app: CapsClient;
  #left = 0;
  #heard: () => void = () => {};

  constructor(clients: readonly Client[], app: CapsClient) {
    this.#clients = clients;
    this.#app = app;
    for (const client of clients) client.onElement = (element) => this.#arrived(client, element);
  }

  /** Everybody says the same; resolves when all their contacts have heard it. Throws when they do not in time. */
  async say(status: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${this.#left} presences never arrived`)), TIMEOUT_MS);
    this.#left = ACCOUNTS * CONTACTS;
    this.#heard = resolve;
    for (const client of this.#clients)
      client.send(`<presence><show>away</show><status>${status}</status>${this.#app.caps}</presence>`);
    await promise.finally(() => clearTimeout(timer));
  }

  #arrived(client: Client, element: Element): void {
    if (this.#app.answers(client, element)) return;
    const { name, attrs } = element;
    if (name !== "presence" || attrs.type !== undefined || String(attrs.from).startsWith(bareOf(client))) return;
    this.#left -= 1;
    if (this.#left === 0) this.#heard();
  }
}

const bareOf = ({ jid }: Client): string => jid.slice(0, jid.indexOf("/") + 1);

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const clients = await sessionsOf(server, [...ROSTERS.keys()]);
  const storm = new Storm(clients, capsClient());
  const coming = startWatch(server);
  await storm.say("here");
  await Bun.sleep(1000);
  const arrival = coming.serverCpu() / (ACCOUNTS * CONTACTS);
  // Not measured: what a server compiles and remembers when it does something for the first time.
  for (const warmUp = startWatch(server); warmUp.seconds() < seconds / 2; ) await storm.say("warm");
  const watch = startWatch(server);
  let rounds = 0;
  for (; watch.seconds() < seconds; rounds += 1) await storm.say(`round ${rounds}`);
  const [perSecond, loadShare] = [(rounds * ACCOUNTS * CONTACTS) / watch.seconds(), watch.loadShare()];
  await Bun.sleep(1000);
  const cpu = watch.serverCpu() / (rounds * ACCOUNTS * CONTACTS);
  for (const client of clients) client.destroy();
  return [
    { name: "CPU for a delivery as all come online", unit: "ms", value: arrival, better: "less" },
    { name: "presence deliveries", unit: "/s", value: perSecond, better: "more", loadShare },
    { name: "CPU for a presence delivery", unit: "ms", value: cpu, better: "less", aim: 0.03 },
  ];
}

const ROSTERS = ring("friend", ACCOUNTS, CONTACTS);

export const scenario: Scenario = {
  name: "presence-storm",
  about: `${ACCOUNTS} accounts with ${CONTACTS} contacts each, who see each other; all come online at once; then all change their presence at once, and again when all have heard of all; a delivery is a presence that has arrived at a contact; CPU includes what the server still does a second later.`,
  rosters: ROSTERS,
  run,
};
