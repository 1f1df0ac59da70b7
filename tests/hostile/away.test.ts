/** XEP-0198: what waits for sessions without a connection is bounded in memory, and does not delay a start. */
import { afterEach, describe, expect, test } from "bun:test";
import { type Actor, actorOf, appear, enter } from "../support/cast.ts";
import { enterResumably, type Resumable, resumed } from "../support/client/resumable.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
afterEach(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** A resumable session of this account whose connection is lost. */
async function disconnectedApp(username: string): Promise<Resumable> {
  const app = await enterResumably(server, username, "phone");
  await appear(app.actor);
  app.actor.client.destroy();
  return app;
}

async function sendBodies(from: Actor, to: Resumable, bodies: readonly string[], more = ""): Promise<void> {
  const { jid } = to.actor;
  for (const body of bodies) from.sends(`<message to="${jid}" type="chat"><body>${body}</body>${more}</message>`);
  await from.pings();
}

const receivedBodies = ({ client }: Actor): (string | null)[] =>
  client.inbox
    .waiting()
    .filter(({ name }) => name === "message")
    .map((message) => message.getChildText("body"));

const numbered = (name: string): string[] => Array.from({ length: 5 }, (_, n) => `${name} ${n}`);
/** Five hundred elements: 2 kB on the wire, more than 130 kB in memory. */
const HEAVY = "<a/>".repeat(500);

describe("XEP-0198 §5: suspended sessions", () => {
  test("beyond their common memory limit, the ones suspended longest end, and no message is lost", async () => {
    server = await startTestServer({ settings: ["sessions.suspended_memory=1500kB", "limits.memory_per_account=8MB"] });
    const tybalt = await enter(server, "tybalt", "street");
    const light = await disconnectedApp("light");
    await sendBodies(tybalt, light, ["hello"]);
    const apps = [await disconnectedApp("juliet"), await disconnectedApp("romeo"), await disconnectedApp("nurse")];
    for (const app of apps) await sendBodies(tybalt, app, numbered(app.actor.account), HEAVY);
    const ended = server.events.filter(({ event }) => event === "session-ended").map(({ jid }) => jid);
    expect(ended).toEqual([light.actor.jid, apps[0]?.actor.jid]);
    // The others are resumed.
    for (const app of apps.slice(1)) {
      const { actor } = await resumed(server, app);
      await actor.pings();
      expect(receivedBodies(actor)).toEqual(numbered(app.actor.account));
      actor.client.destroy();
    }
    // Messages of the ended sessions are in offline storage.
    for (const [name, bodies] of [
      ["light", ["hello"]],
      ["juliet", numbered("juliet@localhost")],
    ] as const) {
      const session = await enter(server, name, "phone");
      await appear(session);
      await session.pings();
      expect(receivedBodies(session)).toEqual([...bodies]);
      await session.leaves();
    }
  });
});

describe("a server that restarts", () => {
  /** Seconds of CPU until it listens, with this many stanzas queued for suspended sessions. */
  async function start(stanzas: number): Promise<number> {
    server = await startTestServer({ settings: ["limits.rate=50MB", "limits.memory_per_account=100MB"] });
    const tybalt = await enter(server, "tybalt", "street");
    const apps = [await disconnectedApp("juliet"), await disconnectedApp("romeo")];
    for (const app of apps)
      for (let n = 0; n < stanzas / 2; n += 250)
        await sendBodies(
          tybalt,
          app,
          Array.from({ length: 250 }, (_, each) => `${n + each}`),
          "<active xmlns='http://jabber.org/protocol/chatstates'/>",
        );
    await tybalt.leaves();
    await server.server.stop();
    Bun.gc(true);
    const before = process.cpuUsage();
    await server.restart();
    const { user, system } = process.cpuUsage(before);
    for (const app of apps) {
      const resumedApp = await resumed(server, app);
      await resumedApp.actor.pings();
      expect(receivedBodies(resumedApp.actor).length).toBe(stanzas / 2);
      const session = actorOf(resumedApp.actor.client, new Map());
      await session.leaves();
    }
    return (user + system) / 1_000_000;
  }

  test("does not read the queues of suspended sessions before these are resumed", async () => {
    const few = await start(500);
    await server[Symbol.asyncDispose]();
    const many = await start(8000);
    // Reading sixteen times as many stanzas would take 0.1 s more.
    expect(many).toBeLessThan(few * 2 + 0.02);
  }, 60_000);
});
