/** Presence: all accounts become available, then change status repeatedly. */
import type { Element } from "ltx";
import { type CapsClient, capsClient } from "../../support/client/caps.ts";
import type { Client } from "../../support/client/client.ts";
import { sessionsOf, startWatch } from "../measure.ts";
import { ring } from "../rosters.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const ACCOUNTS = 200;
const CONTACTS = 20;
/** Milliseconds within which all presence must have arrived. */
const TIMEOUT_MS = 120_000;

/** Counts presence received from contacts; self-presence is not counted. */
class PresenceLoad {
  readonly #clients: readonly Client[];
  readonly #app: CapsClient;
  #left = 0;
  #heard: () => void = () => {};

  constructor(clients: readonly Client[], app: CapsClient) {
    this.#clients = clients;
    this.#app = app;
    for (const client of clients) client.onElement = (element) => this.#arrived(client, element);
  }

  /** All send the same presence; resolves when all contacts have received it. Throws when they do not in time. */
  async say(status: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${this.#left} presences did not arrive`)), TIMEOUT_MS);
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
  const load = new PresenceLoad(clients, capsClient());
  const arrivalWatch = startWatch(server);
  await load.say("here");
  await Bun.sleep(1000);
  const arrival = arrivalWatch.serverCpu() / (ACCOUNTS * CONTACTS);
  // Warm-up, not measured: compilation and caches.
  for (const warmUp = startWatch(server); warmUp.seconds() < seconds / 2; ) await load.say("warm");
  const watch = startWatch(server);
  let rounds = 0;
  for (; watch.seconds() < seconds; rounds += 1) await load.say(`round ${rounds}`);
  const [perSecond, loadShare] = [(rounds * ACCOUNTS * CONTACTS) / watch.seconds(), watch.loadShare()];
  await Bun.sleep(1000);
  const cpu = watch.serverCpu() / (rounds * ACCOUNTS * CONTACTS);
  for (const client of clients) client.destroy();
  return [
    {
      ...{
        name: "CPU for a presence delivery, the first (all come online)",
        unit: "ms",
        value: arrival,
        better: "less",
      },
      place: { ...PLACE, isCold: true },
    },
    {
      name: "CPU for a presence delivery, those that follow",
      unit: "ms",
      value: cpu,
      better: "less",
      aim: 0.03,
      place: PLACE,
    },
    { name: "presence deliveries", unit: "/s", value: perSecond, better: "more", loadShare },
  ];
}

const PLACE = { chart: "cpu", group: "a presence, to each contact" } as const;
const ROSTERS = ring("friend", ACCOUNTS, CONTACTS);

export const scenario: Scenario = {
  name: "presence-storm",
  about: `${ACCOUNTS} accounts with ${CONTACTS} contacts each, who see each other; all come online at once; then all change their presence at once, and again when all have heard of all; a delivery is a presence that has arrived at a contact; CPU includes what the server still does a second later.`,
  scope: "every round",
  rosters: () => ROSTERS,
  run,
};
