/** Loads on a relay: as many packets as it takes, or so many a second. */
import { type Flow, openFlow, type RelayUnderLoad } from "./flows.ts";

export interface RelayedLoad {
  /** Packets that have passed the relay, in both directions. */
  readonly relayed: number;
  /** The share of packets that have not come back. */
  readonly lost: number;
}

/** Packets a second that the relay passes on, half of them in each direction; or as many as it takes. */
export type LoadRate = number | "full";

export interface RelayLoad extends Disposable {
  /** One load at a time. */
  run(bytes: number, rate: LoadRate, seconds: number): Promise<RelayedLoad>;
}

/** Ten calls in which both apps are relayed. */
const FLOWS = 20;
/** Packets of a flow under way at full load. */
const WINDOW = 8;
/** Milliseconds without a packet after which those under way count as lost. */
const REFILL_MS = 50;
/** Milliseconds between two bursts at a moderate load. */
const PACE_MS = 4;

/** Opens the flows. Throws where the relay refuses one. */
export async function openRelayLoad(relay: RelayUnderLoad): Promise<RelayLoad> {
  let came = (_index: number): void => {};
  const flows: Flow[] = [];
  for (let index = 0; index < FLOWS; index += 1) flows.push(await openFlow(relay, () => came(index)));
  const counts = new Uint32Array(FLOWS);
  let sent = 0;
  const send = (index: number, bytes: number): void => {
    sent += 1;
    flows[index]?.send(bytes);
  };

  /** A packet that has come back is sent again. */
  const asMuchAsItTakes = async (bytes: number, seconds: number): Promise<void> => {
    came = (index) => {
      counts[index] = (counts[index] ?? 0) + 1;
      send(index, bytes);
    };
    const seen = new Uint32Array(FLOWS);
    const refill = (): void => {
      for (let index = 0; index < FLOWS; index += 1) {
        if (seen[index] === counts[index]) for (let more = 0; more < WINDOW; more += 1) send(index, bytes);
        seen[index] = counts[index] ?? 0;
      }
    };
    refill();
    const timer = setInterval(refill, REFILL_MS);
    await Bun.sleep(seconds * 1000);
    clearInterval(timer);
  };
  const atRate = async (bytes: number, perSecond: number, seconds: number): Promise<void> => {
    came = (index) => {
      counts[index] = (counts[index] ?? 0) + 1;
    };
    const began = performance.now();
    while (performance.now() - began < seconds * 1000) {
      const due = ((performance.now() - began) / 1000) * (perSecond / 2);
      while (sent < due) send(sent % FLOWS, bytes);
      await Bun.sleep(PACE_MS);
    }
  };

  return {
    run: async (bytes, rate, seconds) => {
      counts.fill(0);
      sent = 0;
      await (rate === "full" ? asMuchAsItTakes(bytes, seconds) : atRate(bytes, rate, seconds));
      came = (index) => {
        counts[index] = (counts[index] ?? 0) + 1;
      };
      // What is still under way.
      await Bun.sleep(REFILL_MS);
      const all = counts.reduce((sum, count) => sum + count, 0);
      return { relayed: all * 2, lost: (sent - all) / sent };
    },
    [Symbol.dispose]: () => {
      for (const flow of flows) flow[Symbol.dispose]();
    },
  };
}
