/** `jabber-home restore FILE --account JID`: what one person has in a backup comes back, once, and nobody else notices. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BOOKMARK, FULL_NAME, ROOM, SAID, WAITING } from "../schemas/household.ts";
import { live } from "../schemas/live.ts";
import { type Actor, appear, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { program } from "../support/process/program.ts";
import { runJson, runProgram, temporaryFolder } from "../support/process/started.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { HTTPS, uploads, web } from "../support/xep/upload.ts";

/** Milliseconds. */
const TIMEOUT = 120_000;

let folder: ReturnType<typeof temporaryFolder>;
let server: TestServer;
let file = "";
let link = "";
/** Alice, as an export has her. */
let before = "";

const at = (name: string): string => join(folder.path, name);
const home = (): string => server.home.directory;
const restore = (account: string, ...flags: readonly string[]) =>
  runJson([...program, "restore", file, "--home", home(), "--no-input", "--account", account, ...flags]);
const exported = async (name: string): Promise<string> => {
  const done = await runProgram([...program, "export", "--home", home(), "--account", "alice", "--to", at(name)]);
  expect(done).toMatchObject({ exit: 0 });
  return readFileSync(at(name), "utf8");
};

beforeAll(async () => {
  folder = temporaryFolder("restore-account");
  server = await startTestServer({ settings: [HTTPS] });
  writeFileSync(server.home.config, 'domains = ["localhost"]\n', { mode: 0o600 });
  for (const name of ["alice", "bob"]) await server.createAccount(`${name}@localhost`);
  await live((username, resource) => Client.login(server.at(), { username, password: PASSWORD, resource }));
  const alice = await enter(server, "alice", "laptop");
  link = await uploads(alice, "a photograph");
  await alice.leaves();
  file = at("backup.tar.zst");
  const made = await runProgram([...program, "backup", "--home", home(), "--to", file]);
  expect(made).toMatchObject({ exit: 0 });
  before = await exported("before.xml");
}, TIMEOUT);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
}, TIMEOUT);

/** By table, each row as text, sorted; of one account, and of the others. */
function tablesOf(path: string): Record<string, readonly string[]> {
  using database = new Database(path, { readonly: true });
  const tables = database
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'fulltext%'")
    .all()
    .map(({ name }) => name);
  const rows = (name: string) =>
    database
      .query(`SELECT * FROM "${name}"`)
      .values()
      .map((row) => JSON.stringify(row));
  return Object.fromEntries(tables.map((name) => [name, rows(name).toSorted()]));
}

async function bodiesOf(actor: Actor): Promise<readonly string[]> {
  await actor.asks('<iq type="set"><query xmlns="urn:xmpp:mam:2"/></iq>');
  return actor.client.inbox
    .waiting()
    .flatMap((stanza) => stanza.getChild("result")?.getChild("forwarded")?.getChild("message") ?? [])
    .flatMap((message) => message.getChildText("body") ?? []);
}

const answerTo = async (actor: Actor, request: string): Promise<string> =>
  String(await actor.asks(`<iq type="get">${request}</iq>`));
const VCARD = '<vCard xmlns="vcard-temp"/>';

test(
  "while the server runs: the account is there again, and others do not notice",
  async () => {
    const bob = await enter(server, "bob", "laptop");
    await appear(bob);
    await server.removeAccount("alice@localhost");
    expect(await restore("alice", "--dry-run")).toMatchObject({ exit: 0, answer: { wasHere: false, dryRun: true } });
    const absent = { username: "alice", password: PASSWORD, resource: "new" };
    await expect(Client.login(server.at(), absent)).rejects.toThrow();
    const done = await restore("alice");
    expect(done).toMatchObject({ exit: 0, answer: { wasHere: false, stored: { accounts: 1, files: 1, contacts: 2 } } });
    const alice = await enter(server, "alice", "laptop");
    expect(await bodiesOf(alice)).toEqual([...SAID, WAITING]);
    expect(await (await web(link)).text()).toBe("a photograph");
    expect((await restore("alice")).answer).toMatchObject({ wasHere: true, stored: {} });
    await bob.pings();
    await alice.leaves();
    await bob.leaves();
  },
  TIMEOUT,
);

test(
  "to somebody who is there: what is lacking comes back, what there is now stays, nothing comes twice",
  async () => {
    const alice = await enter(server, "alice", "laptop");
    await appear(alice);
    await alice.asks(
      '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="bob@localhost" subscription="remove"/></query></iq>',
    );
    await alice.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Alice Pleasance</FN></vCard></iq>');
    await alice.asks(
      `<iq type="set"><pubsub xmlns="http://jabber.org/protocol/pubsub"><retract node="urn:xmpp:bookmarks:1"><item id="${ROOM}"/></retract></pubsub></iq>`,
    );
    alice.sends('<message type="chat" to="bob@localhost"><body>Since then.</body></message>');
    await alice.pings();
    await alice.leaves();
    await server.server.stop();
    {
      using database = new Database(server.home.database);
      // Half of her history, and her file.
      database.run(
        "DELETE FROM archive_message WHERE id % 2 = 0 AND owner = (SELECT id FROM archive_owner WHERE account = 'alice@localhost') AND xml NOT LIKE '%Since then.%'",
      );
      database.run("DELETE FROM files_file");
      database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const now = tablesOf(server.home.database);
    const trial = await restore("alice", "--dry-run");
    expect(tablesOf(server.home.database)).toEqual(now);
    const done = await restore("alice@localhost");
    const { stored, known } = done.answer as { stored: Record<string, number>; known: Record<string, number> };
    expect(done).toMatchObject({ exit: 0, answer: { account: "alice@localhost", wasHere: true, dryRun: false } });
    expect(trial.answer).toEqual({ ...(done.answer as object), dryRun: true });
    expect(stored).toMatchObject({ contacts: 1, files: 1, items: 1 });
    expect(known).toMatchObject({ contacts: 1, vcards: 1, accounts: 1 });
    expect(stored).not.toHaveProperty("offline");
    expect((stored.archived ?? 0) + (known.archived ?? 0)).toBe(SAID.length + 1);
    expect((await restore("alice")).answer).toMatchObject({ stored: {} });
    await server.restart();
    const again = await enter(server, "alice", "laptop");
    expect(await bodiesOf(again)).toEqual([...SAID, WAITING, "Since then."]);
    expect(await answerTo(again, '<query xmlns="jabber:iq:roster"/>')).toContain("<group>Friends</group>");
    expect(await answerTo(again, VCARD)).toContain("Alice Pleasance");
    const items = '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1"/></pubsub>';
    expect(await answerTo(again, items)).toContain(BOOKMARK);
    const port = new URL(`https://${server.server.listening.https}`).port;
    const got = await web(link.replace(/:\d+\//, `:${port}/`));
    expect(await got.text()).toBe("a photograph");
    await again.leaves();
  },
  TIMEOUT,
);

test(
  "to somebody who was removed: the account is there again, as it was, with its password and what waited",
  async () => {
    for (const name of ["alice", "bob"]) await server.removeAccount(`${name}@localhost`);
    await server.server.stop();
    for (const name of ["alice", "bob"])
      expect(await restore(name)).toMatchObject({ exit: 0, answer: { wasHere: false, stored: { accounts: 1 } } });
    expect((await restore("alice")).answer).toMatchObject({ stored: {} });
    // The port of the pages is another one where no server runs.
    expect((await exported("after.xml")).replace(/(https:\/\/localhost):\d+/g, "$1")).toBe(
      before.replace(/(https:\/\/localhost):\d+/g, "$1"),
    );
    await server.restart();
    const alice = await Client.login(server.at(), { username: "alice", password: PASSWORD, resource: "new" });
    await alice.end();
    const bob = await enter(server, "bob", "laptop");
    bob.sends("<presence/>");
    await bob.receives(`<message><body>${WAITING}</body></message>`);
    expect(await answerTo(bob, VCARD)).not.toContain(FULL_NAME);
    await bob.leaves();
  },
  TIMEOUT,
);

test(
  "whom the backup does not know, and where there is no home, nothing is done",
  async () => {
    await server.server.stop();
    const stranger = await restore("mallory");
    expect(stranger).toMatchObject({ exit: 1, answer: { error: expect.stringContaining("mallory@localhost") } });
    expect(await restore("alice@elsewhere.example")).toMatchObject({ exit: 2 });
    const nowhere = ["restore", file, "--home", at("nowhere"), "--no-input", "--account", "alice"];
    expect(await runProgram([...program, ...nowhere])).toMatchObject({ exit: 78 });
    await server.restart();
  },
  TIMEOUT,
);
