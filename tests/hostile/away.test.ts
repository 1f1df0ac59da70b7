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

/** An app of this account that is gone. */
async function away(username: string): Promise<Resumable> {
  const app = await enterResumably(server, username, "phone");
  await appear(app.actor);
  app.actor.client.destroy();
  return app;
}

async function say(from: Actor, to: Resumable, bodies: readonly string[], more = ""): Promise<void> {
  const { jid } = to.actor;
  for (const body of bodies) from.sends(`<message to="${jid}" type="chat"><body>${body}</body>${more}</message>`);
  await from.pings();
}

const bodiesOf = ({ client }: Actor): (string | null)[] =>
  client.inbox
    .waiting()
    .filter(({ name }) => name === "message")
    .map((message) => message.getChildText("body"));

const numbered = (name: string): string[] => Array.from({ length: 5 }, (_, n) => `${name} ${n}`);
/** Half a thousand elements: 2 kB to be said, more than 130 kB to be kept. */
const HEAVY = "<a/>".repeat(500);

describe("XEP-0198 §5: sessions that wait", () => {
  test("beyond what they may hold together those end that have waited longest, and nothing is lost", async () => {
    server = await startTestServer({ settings: ["sessions.suspended_memory=1500kB", "limits.memory_per_account=8MB"] });
    const tybalt = await enter(server, "tybalt", "street");
    const light = await away("light");
    await say(tybalt, light, ["hello"]);
    const apps = [await away("juliet"), await away("romeo"), await away("nurse")];
    for (const app of apps) await say(tybalt, app, numbered(app.actor.account), HEAVY);
    const ended = server.events.filter(({ event }) => event === "session-ended").map(({ jid }) => jid);
    expect(ended).toEqual([light.actor.jid, apps[0]?.actor.jid]);
    // Those go on where they were.
    for (const app of apps.slice(1)) {
      const { actor } = await resumed(server, app);
      await actor.pings();
      expect(bodiesOf(actor)).toEqual(numbered(app.actor.account));
      actor.client.destroy();
    }
    // The others find everything in offline storage.
    for (const [name, bodies] of [
      ["light", ["hello"]],
      ["juliet", numbered("juliet@localhost")],
    ] as const) {
      const again = await enter(server, name, "phone");
      await appear(again);
      await again.pings();
      expect(bodiesOf(again)).toEqual([...bodies]);
      await again.leaves();
    }
  });
});

describe("a server that starts again", () => {
  /** Seconds of CPU until it listens, with so many stanzas for apps that are away. */
  async function start(stanzas: number): Promise<number> {
    server = await startTestServer({ settings: ["limits.rate=50MB", "limits.memory_per_account=100MB"] });
    const tybalt = await enter(server, "tybalt", "street");
    const apps = [await away("juliet"), await away("romeo")];
    for (const app of apps)
      for (let n = 0; n < stanzas / 2; n += 250)
        await say(
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
      const back = await resumed(server, app);
      await back.actor.pings();
      expect(bodiesOf(back.actor).length).toBe(stanzas / 2);
      const again = actorOf(back.actor.client, new Map());
      await again.leaves();
    }
    return (user + system) / 1_000_000;
  }

  test("does not read what waits for apps that are away before they come back", async () => {
    const few = await start(500);
    await server[Symbol.asyncDispose]();
    const many = await start(8000);
    // Sixteen times as much would take 0.1 s more if it were read.
    expect(many).toBeLessThan(few * 2 + 0.02);
  }, 60_000);
});
