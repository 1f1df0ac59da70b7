/** XEP-0313, XEP-0431: messages and queries that are costly to archive or to search are charged to their sender alone. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Actor, cast } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { login } from "../support/hostile.ts";
import { cpuClock } from "../support/process/cpu-clock.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form, type Page, page } from "../support/xep/archive.ts";

const fulltextForm = (text: string): string => form(field("{urn:xmpp:fulltext:0}fulltext", text));

describe("texts that are expensive to normalise", () => {
  let server: ServerProcess;
  let tybalt: Client;
  beforeAll(async () => {
    server = await startServerProcess({ accounts: ["tybalt", "juliet"] });
    tybalt = await login(server, "tybalt");
  });
  afterAll(async () => {
    tybalt?.destroy();
    await server?.[Symbol.asyncDispose]();
  });

  /** Seconds of CPU for thirty messages with this body and a search that has to read all of them. */
  async function costOf(body: string): Promise<number> {
    const before = cpuClock(server.pid);
    for (let n = 0; n < 30; n++)
      tybalt.send(`<message to='juliet@localhost' type='chat'><body>${body}</body></message>`);
    await tybalt.iq("set", parseElement(`<query xmlns='urn:xmpp:mam:2'>${fulltextForm("anything")}</query>`));
    return cpuClock(server.pid) - before;
  }

  test("thousands of combining marks on one letter cost little more than as many letters", async () => {
    await costOf("\u00e9 ".repeat(5000));
    const usual = await costOf("\u00e9 ".repeat(10_000));
    // Without a bound on consecutive marks: six to twenty seconds.
    expect(await costOf(`a${"\u0344\u0323".repeat(10_000)}`)).toBeLessThan(5 * usual + 0.5);
  });
});

describe("many messages sent at once", () => {
  let server: TestServer;
  let romeo: Actor;
  let juliet: Actor;
  beforeAll(async () => {
    server = await startTestServer({ settings: ["archive.max_size=3MB", "limits.rate=100MB"] });
    ({ romeo, juliet } = await cast(server, ["romeo", "juliet"], { isPresent: false }));
  });
  afterAll(async () => {
    expect(server.errors).toEqual([]);
    await server?.[Symbol.asyncDispose]();
  });

  test("are found by the next search, and removed by the next retraction, however many they are", async () => {
    const messages = Array.from(
      { length: 7000 },
      (_, n) => `<message to="juliet@localhost" type="chat" id="m${n}"><body>light n${n}</body></message>`,
    );
    romeo.sends(messages.join(""));
    romeo.sends(
      `<message to="juliet@localhost" type="chat" id="back"><retract xmlns="urn:xmpp:message-retract:1" id="m6999"/><store xmlns="urn:xmpp:hints"/></message>`,
    );
    const last = await archiveOf(romeo, fulltextForm("n6998") + page("<max>5</max>"));
    expect(last.results.map(({ body }) => body)).toEqual(["light n6998"]);
    for (const actor of [romeo, juliet]) {
      expect((await archiveOf(actor, fulltextForm("n6999"))).results).toEqual([]);
      const [, buried] = (await archiveOf(actor, page("<max>2</max>", "<before/>"))).results.toReversed();
      expect(buried?.message.getChild("retracted")?.attrs.id).toBe("back");
    }
    const number = await archiveOf(romeo, form(field("with", "juliet@localhost")) + page("<max>0</max>"));
    expect(number.count).toBe("7001");
  }, 60_000);

  test("are retracted together: a message, and the hundreds of messages that have corrected it", async () => {
    const replaces = `<replace xmlns="urn:xmpp:message-correct:0" id="o0"/>`;
    for (let n = 0; n < 300; n++) {
      const body = `<body>version${n} ${"x".repeat(2000)}</body>`;
      romeo.sends(`<message to="juliet@localhost" type="chat" id="o${n}">${body}${n === 0 ? "" : replaces}</message>`);
    }
    romeo.sends(
      `<message to="juliet@localhost" type="chat" id="back2"><retract xmlns="urn:xmpp:message-retract:1" id="o0"/><store xmlns="urn:xmpp:hints"/></message>`,
    );
    await romeo.pings();
    const left = (): number | undefined => {
      using db = new Database(server.home.database, { readonly: true });
      return db.query<{ n: number }, []>("SELECT count(*) AS n FROM archive_message WHERE xml LIKE '%>version%'").get()
        ?.n;
    };
    while (left() !== 0) await Bun.sleep(20);
    for (const actor of [romeo, juliet]) expect((await archiveOf(actor, fulltextForm("version7"))).results).toEqual([]);
  }, 60_000);

  test("beyond the archive's size limit: the oldest are removed, the newest stay, and one event is logged", async () => {
    const long = "x".repeat(100_000);
    for (let n = 0; n < 60; n++)
      romeo.sends(`<message to="juliet@localhost" type="chat"><body>long${n} ${long}</body></message>`);
    await romeo.pings();
    const sizes = (): readonly number[] => {
      using db = new Database(server.home.database, { readonly: true });
      const sum = "SELECT sum(octet_length(xml)) AS bytes FROM archive_message GROUP BY owner";
      return db
        .query<{ bytes: number }, []>(sum)
        .all()
        .map(({ bytes }) => bytes);
    };
    while (Math.max(...sizes()) > 3_000_000) await Bun.sleep(20);
    const newest = await archiveOf(romeo, page("<max>1</max>", "<before/>"));
    expect(newest.results[0]?.body).toStartWith("long59 ");
    expect((await archiveOf(romeo, fulltextForm("n5"))).results).toEqual([]);
    const archiveFullEvents = server.events
      .filter(({ event }) => event === "archive-full")
      .map(({ account }) => account);
    expect(archiveFullEvents.sort()).toEqual(["juliet@localhost", "romeo@localhost"]);
  }, 60_000);

  test("that are large are read in short pages: each continues the one before, and the last one is marked complete", async () => {
    const pages: Page[] = [];
    for (let after = ""; pages.at(-1)?.isComplete !== true; after = `<after>${pages.at(-1)?.last}</after>`) {
      pages.push(await archiveOf(juliet, form(field("with", "romeo@localhost")) + page("<max>250</max>", after)));
      juliet.client.inbox.forget();
    }
    const bodies = pages.flatMap(({ results }) => results.map(({ body }) => body.split(" ")[0]));
    expect(bodies.length).toBeGreaterThan(20);
    const first = 60 - bodies.length;
    expect(bodies).toEqual(bodies.map((_, n) => `long${first + n}`));
    expect(Math.max(...pages.map(({ results }) => results.length))).toBeLessThan(6);
  });
});
