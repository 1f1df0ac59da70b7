/** A database of each version that was ever released, and of before there were releases, as this version goes on with it. */
import { Database as Sqlite } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "../support/client/client.ts";
import { program } from "../support/process/program.ts";
import { runProgram, temporaryFolder } from "../support/process/started.ts";
import { startTestServer } from "../support/server.ts";
import { FIXTURES, writeFixture } from "./fixtures.ts";
import {
  ASKED,
  BLOCKED,
  BOOKMARK,
  FULL_NAME,
  IN_ROOM,
  NOTE,
  PEOPLE,
  type Person,
  ROOM,
  SAID,
  WAITING,
} from "./household.ts";

/** Milliseconds. */
const TIMEOUT = 120_000;

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder("schemas");
});
afterAll(() => folder[Symbol.dispose]());

/** By name, as they are written; who has made them is another thing. */
function schemaOf(path: string): ReadonlyMap<string, string> {
  using sqlite = new Sqlite(path, { readonly: true });
  const rows = sqlite
    .query<{ name: string; sql: string | null }, []>("SELECT name, sql FROM sqlite_schema WHERE name <> 'migrations'")
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql ?? ""] as const).toSorted());
}

/** A database that has only ever seen this version. */
async function freshSchema(): Promise<ReadonlyMap<string, string>> {
  await using server = await startTestServer();
  return schemaOf(server.home.database);
}

test.each(FIXTURES)(
  "what %s has left is brought up to date, and people find what they had",
  async (name) => {
    await using server = await startTestServer({ before: async (home) => writeFixture(name, home.database) });
    const logIn = (username: Person): Promise<Client> =>
      Client.login(server.at(), { username, password: PEOPLE[username], resource: "later" });
    const alice = await logIn("alice");
    const ask = async (payload: string, to = ""): Promise<string> => {
      alice.send(`<iq type="get" id="q"${to}>${payload}</iq>`);
      return String(await alice.receive(({ name: element, attrs }) => element === "iq" && attrs.id === "q"));
    };
    const roster = await ask('<query xmlns="jabber:iq:roster"/>');
    expect(roster).toContain("<group>Friends</group>");
    expect(roster).toContain(ASKED);
    expect(roster).toMatch(/subscription="both"/);
    expect(await ask('<vCard xmlns="vcard-temp"/>')).toContain(FULL_NAME);
    expect(await ask('<blocklist xmlns="urn:xmpp:blocking"/>')).toContain(BLOCKED);
    expect(await ask('<query xmlns="jabber:iq:private"><note xmlns="urn:example:note"/></query>')).toContain(NOTE);
    const items = '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1"/></pubsub>';
    expect(await ask(items)).toContain(BOOKMARK);
    expect(await ask('<prefs xmlns="urn:xmpp:mam:2"/>')).toContain('default="always"');
    expect(await bodies(alice, "")).toEqual([...SAID, WAITING]);
    expect(await bodies(alice, ` to="${ROOM}"`)).toContain(IN_ROOM);
    const bob = await logIn("bob");
    bob.send("<presence/>");
    const waiting = await bob.receive((stanza) => stanza.getChildText("body") === WAITING);
    expect(waiting.attrs.from).toStartWith("alice@localhost");
    expect(server.errors).toEqual([]);
    using sqlite = new Sqlite(server.home.database, { readonly: true });
    expect(sqlite.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
    expect(sqlite.query("PRAGMA foreign_key_check").values()).toEqual([]);
    expect(schemaOf(server.home.database)).toEqual(await freshSchema());
  },
  TIMEOUT,
);

/** Of the archive of an account, or of the room at `to`. */
async function bodies(client: Client, to: string): Promise<readonly string[]> {
  client.send(`<iq type="set" id="h"${to}><query xmlns="urn:xmpp:mam:2"/></iq>`);
  await client.receive(({ name, attrs }) => name === "iq" && attrs.id === "h");
  return client.inbox
    .waiting()
    .flatMap((stanza) => stanza.getChild("result")?.getChild("forwarded")?.getChild("message") ?? [])
    .flatMap((message) => message.getChildText("body") ?? []);
}

describe("killed while tables are brought up to date", () => {
  /** Copies of each message. */
  const COPIES = 1500;
  const [oldest = ""] = FIXTURES;
  const migrating = (path: string): Bun.Subprocess<"ignore", "pipe", "inherit"> =>
    Bun.spawn([process.execPath, join(import.meta.dir, "migrate-home.ts"), path], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });

  test(
    "it goes on, whenever that was, and loses nothing",
    async () => {
      const [original, killed, whole] = ["original", "killed", "whole"].map((name) => join(folder.path, name));
      if (!original || !killed || !whole) throw new Error("no names");
      writeFixture(oldest, original);
      {
        using sqlite = new Sqlite(original);
        sqlite.run(
          `INSERT INTO archive_message (owner, peer, resource, xml)
          WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)
          SELECT owner, peer, resource, xml FROM archive_message, n`,
          [COPIES],
        );
      }
      for (const copy of [killed, whole]) copyFileSync(original, copy);
      const began = performance.now();
      expect(await migrating(whole).exited).toBe(0);
      const duration = performance.now() - began;
      const seen = new Set<number>();
      for (let round = 0; ; round++) {
        const child = migrating(killed);
        // Longer and longer: on a machine under load it comes to its end as well.
        await Promise.race([child.exited, Bun.sleep(Math.random() * duration * (0.4 + round / 20))]);
        if (child.exitCode === 0) break;
        child.kill("SIGKILL");
        await child.exited;
        seen.add(stepsIn(killed));
        expect(round).toBeLessThan(200);
      }
      expect(contentOf(killed)).toEqual(contentOf(whole));
      expect(schemaOf(killed)).toEqual(schemaOf(whole));
      expect(seen.size).toBeGreaterThan(1);
    },
    TIMEOUT,
  );

  const stepsIn = (path: string): number => {
    using sqlite = new Sqlite(path);
    return sqlite.query<{ n: number }, []>("SELECT sum(version) AS n FROM migrations").get()?.n ?? 0;
  };

  /** By table: how many rows, and a sum over all of them. */
  const contentOf = (path: string): ReadonlyMap<string, string> => {
    using sqlite = new Sqlite(path, { readonly: true });
    const tables = sqlite.query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return new Map(
      tables
        .filter(({ name }) => !name.startsWith("fulltext_index"))
        .map(({ name }) => {
          const digest = new Bun.CryptoHasher("sha256");
          let rows = 0;
          for (const row of sqlite.query(`SELECT * FROM "${name}"`).iterate()) {
            digest.update(JSON.stringify(row));
            rows += 1;
          }
          return [name, `${rows} ${digest.digest("hex")}`] as const;
        }),
    );
  };
});

test(
  "of a later version is refused with its name, before anything has changed",
  async () => {
    const [oldest = ""] = FIXTURES;
    const home = join(folder.path, "later");
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "config.toml"), 'domains = ["localhost"]\n', { mode: 0o600 });
    const database = join(home, "data.sqlite");
    writeFixture(oldest, database);
    {
      using sqlite = new Sqlite(database);
      sqlite.run("ALTER TABLE migrations ADD COLUMN program TEXT");
      sqlite.run("UPDATE migrations SET version = 1000, program = '99.1.0' WHERE owner = 'vcard'");
    }
    const before = schemaOf(database);
    for (const args of [["run"], ["user", "list"]]) {
      const { exit, err } = await runProgram([...program, ...args, "--home", home]);
      expect({ exit, err }).toMatchObject({ exit: 78, err: expect.stringContaining("version 99.1.0") });
    }
    expect(schemaOf(database)).toEqual(before);
  },
  TIMEOUT,
);
