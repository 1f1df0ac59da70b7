/** A bystander that pings the server continuously. */
import { Element } from "ltx";
import { Client } from "../../support/client/client.ts";
import type { AttackTarget } from "./attack-context.ts";
import { BYSTANDER } from "./server.ts";

/** Between an answer and the next ping, in milliseconds. */
const PING_INTERVAL_MS = 5;

export interface Bystander {
  /** The slowest ping since the last call, in milliseconds; a pending one counts. */
  slowest(): number;
  /** Resolves with the reason when the stream has ended. */
  readonly closed: Promise<string>;
  leaves(): Promise<void>;
}

export async function bystander({ client: options, password }: AttackTarget): Promise<Bystander> {
  const client = await Client.login({ ...options, timeout: 180_000 }, { username: BYSTANDER, password });
  let [slowest, began, hasLeft] = [0, performance.now(), false];
  let isWaiting = false;
  const pinging = (async () => {
    while (!hasLeft) {
      [began, isWaiting] = [performance.now(), true];
      await client.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }), "localhost");
      isWaiting = false;
      slowest = Math.max(slowest, performance.now() - began);
      client.inbox.all.length = 0;
      await Bun.sleep(PING_INTERVAL_MS);
    }
  })().catch(() => {});
  return {
    slowest: () => {
      const most = Math.max(slowest, isWaiting ? performance.now() - began : 0);
      slowest = 0;
      return most;
    },
    closed: client.closed,
    leaves: async () => {
      hasLeft = true;
      client.destroy();
      await pinging;
    },
  };
}
