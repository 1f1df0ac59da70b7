/** XEP-0163: one account publishes, all interested contacts are notified. */
import { capsClient } from "../../support/client/caps.ts";
import type { Client } from "../../support/client/client.ts";
import { logInAs, sessionsOf, startWatch } from "../measure.ts";
import { bipartite, numbered } from "../rosters.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const NODE = "http://jabber.org/protocol/tune";
const READERS = numbered("reader", 200);
const PUBLISHER = "publisher";
/** Milliseconds within which all must be notified. */
const TIMEOUT_MS = 60_000;
/** Milliseconds between two attempts, until all are known to be interested. */
const PROBE_MS = 5000;

const APP = capsClient(`${NODE}+notify`);

class PepLoad {
  readonly #publisher: Client;
  #item = 0;
  #waiting = new Set<Client>();
  #allReceived: () => void = () => {};

  constructor(publisher: Client, readers: readonly Client[]) {
    this.#publisher = publisher;
    publisher.onElement = (element) => void APP.answers(publisher, element);
    for (const reader of readers)
      reader.onElement = (element) => {
        if (APP.answers(reader, element) || element.name !== "message") return;
        const items = element.getChild("event", "http://jabber.org/protocol/pubsub#event")?.getChild("items");
        if (items?.getChild("item")?.attrs.id === `i${this.#item}`) this.#received(reader);
      };
  }

  /** Publishes an item; resolves with the number of `readers` not notified within `timeoutMs`. */
  async publish(readers: readonly Client[], timeoutMs = TIMEOUT_MS): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    this.#item += 1;
    this.#waiting = new Set(readers);
    this.#allReceived = resolve;
    const id = this.#item;
    this.#publisher.send(
      `<iq type='set' id='p${id}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${NODE}'>` +
        `<item id='i${id}'><tune xmlns='${NODE}'><artist>Yes</artist><title>Heart of the Sunrise</title><track>${id}</track></tune>` +
        "</item></publish></pubsub></iq>",
    );
    await promise;
    clearTimeout(timer);
    return this.#waiting.size;
  }

  #received(reader: Client): void {
    this.#waiting.delete(reader);
    if (this.#waiting.size === 0) this.#allReceived();
  }
}

/** Makes all available, and waits until the server knows their capabilities. Throws when it does not in time. */
async function openPepLoad(publisher: Client, readers: readonly Client[]): Promise<PepLoad> {
  const load = new PepLoad(publisher, readers);
  for (const client of [publisher, ...readers]) client.send(`<presence>${APP.caps}</presence>`);
  for (const watch = performance.now(); (await load.publish(readers, PROBE_MS)) > 0; )
    if (performance.now() - watch > TIMEOUT_MS) throw new Error("not all readers are notified");
  return load;
}

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const publisher = await logInAs(server, PUBLISHER);
  const readers = await sessionsOf(server, READERS);
  const load = await openPepLoad(publisher, readers);
  const publish = async (): Promise<void> => {
    const left = await load.publish(readers);
    if (left > 0) throw new Error(`${left} readers were not notified`);
  };
  // Warm-up, not measured: compilation and caches.
  for (const warmUp = startWatch(server); warmUp.seconds() < seconds / 2; ) await publish();
  const watch = startWatch(server);
  let count = 0;
  for (; watch.seconds() < seconds; count += 1) await publish();
  const [notifications, loadShare] = [count * READERS.length, watch.loadShare()];
  const perSecond = notifications / watch.seconds();
  await Bun.sleep(1000);
  for (const client of [publisher, ...readers]) client.destroy();
  return [
    {
      ...{ name: "CPU for a notification", unit: "ms", value: watch.serverCpu() / notifications, better: "less" },
      place: { chart: "ways", group: "a PEP notification" },
    },
    { name: "notifications", unit: "/s", value: perSecond, better: "more", loadShare },
  ];
}

export const scenario: Scenario = {
  name: "pep",
  about: `one account publishes a tune (XEP-0118), one item after the other; ${READERS.length} contacts with ${NODE}+notify in their capabilities are told; a notification counts when it has arrived; CPU includes what the server still does a second later.`,
  scope: "programs",
  needs: ["PEP"],
  rosters: () => bipartite([PUBLISHER], READERS),
  run,
};
