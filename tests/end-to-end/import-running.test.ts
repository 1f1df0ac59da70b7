/** jabber-home import into a server that runs: its people see what comes, and others are served meanwhile. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRemoteRun, SMALL } from "../../src/command/import-remote.ts";
import { askServer, followServer } from "../../src/control/client.ts";
import { OperationError } from "../../src/operation-error.ts";
import { feed } from "../../src/operations/import.ts";
import type { ImportStep } from "../../src/operations/import-live.ts";
import type { Imported } from "../../src/transfer/source.ts";
import { type Actor, appear, befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { capsClient } from "../support/client/caps.ts";
import { sourceWith } from "../support/importing.ts";
import { program } from "../support/process/program.ts";
import { startServerProcess } from "../support/process/server-process.ts";
import { runJson, runProgram, startProgram } from "../support/process/started.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { enter as enterRoom, makeRoom, roomAt } from "../support/xep/rooms.ts";

setDefaultTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), "jabber-home-running-"));
const source = join(folder, "source.xml");
let here: TestServer;
let actors: Cast<"romeo" | "juliet">;

/** What two people and a room have at a server that they leave. */
async function fill(old: TestServer): Promise<void> {
  const { romeo, juliet } = await cast(old, ["romeo", "juliet"]);
  await befriend(romeo, juliet);
  for (const n of [1, 2, 3])
    romeo.sends(`<message type="chat" to="{juliet.bare}" id="m${n}"><body>of old ${n}</body></message>`);
  await juliet.receives('<message id="m3"/>');
  await romeo.asks('<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="tybalt@localhost"/></block></iq>');
  await romeo.asks(
    '<iq type="set"><pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="urn:x:mood"><item id="current"><mood xmlns="urn:x:mood">of old</mood></item></publish></pubsub></iq>',
  );
  await makeRoom(romeo, "hall");
  romeo.sends(`<message type="groupchat" to="${roomAt("hall")}" id="g1"><body>said in the hall</body></message>`);
  await romeo.receives('<message type="groupchat" id="g1"/>');
  await juliet.leaves();
  romeo.sends('<message type="chat" to="juliet@localhost" id="late"><body>waits</body></message>');
  await romeo.pings();
}

const importing = (file: string, home = here.home.directory): string[] => [
  ...[...program, "import", file, "--home", home, "--no-input"],
];

beforeAll(async () => {
  const old = await startTestServer();
  await fill(old);
  const { exit, err } = await runProgram([...program, "export", "--home", old.home.directory, "--to", source]);
  expect([exit, err]).toEqual([0, ""]);
  await old[Symbol.asyncDispose]();
  here = await startTestServer();
  writeFileSync(here.home.config, 'domains = ["localhost"]\n');
  actors = await cast(here, ["romeo", "juliet"], { isPresent: false });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Says what it wants to be notified of, and answers the server's question about it. */
async function appearWithNotify(actor: Actor): Promise<void> {
  const { caps, answers } = capsClient("urn:x:mood+notify");
  actor.sends(`<presence>${caps}</presence>`);
  const question = '<iq type="get"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>';
  answers(actor.client, await actor.receives(question));
  await settled(actor);
}

test("a dry run while the server runs tells the same, and changes nothing", async () => {
  const { answer } = await runJson([...importing(source), "--dry-run"]);
  expect(answer).toMatchObject({ dryRun: true, total: { stored: { contacts: 2, blocked: 1, archived: 8, rooms: 1 } } });
  expect((await archiveOf(actors.juliet)).results).toEqual([]);
});

test("apps that are signed in see contacts, presence, items, messages and rooms without a restart", async () => {
  const { romeo, juliet } = actors;
  for (const actor of [romeo, juliet]) {
    await actor.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
    await actor.asks('<iq type="get"><blocklist xmlns="urn:xmpp:blocking"/></iq>');
  }
  await appear(romeo);
  await appearWithNotify(juliet);
  const { exit, answer } = await runJson(importing(source));
  expect(exit).toBe(0);
  expect(answer).toMatchObject({
    restartNeeded: false,
    total: {
      stored: { contacts: 2, blocked: 1, archived: 8, rooms: 1, roomMessages: 1, offline: 1 },
      known: { accounts: 2 },
    },
  });
  await romeo.receives(
    '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="juliet@localhost" subscription="both"/></query></iq>',
  );
  await romeo.receives('<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="tybalt@localhost"/></block></iq>');
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receives(`<presence from="${romeo.jid}"/>`);
  await juliet.receives(
    '<message from="romeo@localhost"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:x:mood"><item id="current"/></items></event></message>',
  );
  await juliet.receives('<message id="late"><body>waits</body></message>');
  const history = await archiveOf(juliet);
  expect(history.results.map(({ body }) => body)).toEqual(["of old 1", "of old 2", "of old 3", "waits"]);
  juliet.client.inbox.forget();
  await enterRoom(juliet, "hall", "juliet");
  expect((await archiveOf(juliet, "", roomAt("hall"))).results.map(({ body }) => body)).toEqual(["said in the hall"]);
});

test("done once more, nothing is doubled, and nobody is pushed what was here", async () => {
  const { romeo } = actors;
  await settled(romeo);
  const { answer } = await runJson(importing(source));
  expect(answer).toMatchObject({ total: { known: { contacts: 2, archived: 8, rooms: 1, roomMessages: 1 } } });
  await romeo.receivesNothing('<iq type="set"/>');
});

test("a person reads that all of it is there, in both languages", async () => {
  expect((await runProgram(importing(source))).out).toContain("apps that are signed in see it now");
  expect((await runProgram([...importing(source), "--lang", "fr"])).out).toContain(
    "les applications connectées le voient maintenant",
  );
});

/** A source of people who have contacts, items and so many messages each. */
function people(count: number, messages: number): string {
  const user = (name: string): string => {
    const archived = Array.from({ length: messages }, (_, n) => {
      const stamp = new Date(Date.UTC(2024, 0, 1) + n * 1000).toISOString();
      return `<result xmlns="urn:xmpp:mam:2" id="${name}-${n}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="${stamp}"/><message xmlns="jabber:client" from="bob@localhost/x" to="${name}@localhost" type="chat" id="${n}"><body>${name} ${n}</body></message></forwarded></result>`;
    });
    return `<user name="${name}" password="secret of ${name}"><query xmlns="jabber:iq:roster"><item jid="bob@localhost" subscription="both"/></query><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:e"><item id="1"><e xmlns="urn:e"/></item></items></pubsub><archive xmlns="urn:xmpp:pie:0#mam">${archived.join("\n")}</archive></user>\n`;
  };
  const users = Array.from({ length: count }, (_, n) => user(`user${n}`)).join("");
  const file = join(folder, `people-${count}-${messages}.xml`);
  writeFileSync(file, `<server-data xmlns="urn:xmpp:pie:0"><host jid="localhost">${users}</host></server-data>`);
  return file;
}

/** What has come; keys are made anew of a password, and when an account was made here differs. */
async function exported(home: string): Promise<string> {
  const file = join(folder, "exported.xml");
  rmSync(file, { force: true });
  const { exit, err } = await runProgram([...program, "export", "--home", home, "--to", file]);
  expect([exit, err]).toEqual([0, ""]);
  return readFileSync(file, "utf8")
    .replaceAll(/ created="[^"]*"/g, "")
    .replaceAll(/<scram-credentials.*?<\/scram-credentials>/gs, "");
}

const isBegun = (home: string): boolean => readdirSync(home).some((name) => name.endsWith(".spool"));

test("killed at ten points on either side and begun again, it ends as if it had never been interrupted", async () => {
  const file = people(20, 300);
  await using whole = await startServerProcess({ accounts: ["bystander"] });
  expect((await runProgram(importing(file, whole.home))).exit).toBe(0);
  await using broken = await startServerProcess({ accounts: ["bystander"] });
  let kills = 0;
  for (let attempt = 0; attempt < 60 && kills < 10; attempt++) {
    await using run = startProgram(importing(file, broken.home));
    const ended = run.exited.then(() => true);
    while (!isBegun(broken.home) && !(await Promise.race([ended, Bun.sleep(5)])));
    await Promise.race([ended, Bun.sleep(Math.random() * 800)]);
    const isServers = attempt % 2 === 0;
    if (isServers) await broken.kill();
    else run.signal("SIGKILL");
    const exit = await run.exited;
    if (isServers) await broken.restart();
    // The command says so, and what to do; or that none runs, where it had not begun.
    if (isServers && exit !== 0)
      expect(run.output()).toMatch(/begin the import again|is not running|ended before it answered/);
    if (exit !== 0) kills += 1;
  }
  expect(kills).toBe(10);
  expect((await runProgram(importing(file, broken.home))).exit).toBe(0);
  expect(await exported(broken.home)).toBe(await exported(whole.home));
  expect(readdirSync(broken.home).filter((name) => name.startsWith("import"))).toEqual([]);
  await using _ = { [Symbol.asyncDispose]: async () => expect(await broken.errors()).toEqual([]) };
});

test("what was begun while the server was stopped goes on while it runs, and tells all of it", async () => {
  const file = people(20, 200);
  await using server = await startServerProcess({ accounts: ["bystander"] });
  await server.stop();
  const begun = startProgram(importing(file, server.home));
  while (!isBegun(server.home)) await Bun.sleep(5);
  begun.signal("SIGKILL");
  expect(await begun.exited).toBe(137);
  await server.restart();
  const { answer } = await runJson(importing(file, server.home));
  const { total } = answer as { total: { stored: Record<string, number>; known: Record<string, number> } };
  expect(total.stored).toMatchObject({ accounts: 20, archived: 4000, contacts: 20 });
});

/** As the command does, without the command. */
async function bring(items: readonly Imported[], digest: string) {
  const given = { ...sourceWith([{ jid: "localhost", kind: "domain" }], items), digest };
  const order = { name: "test", source: given, domain: undefined, ended: () => new Error("ended") };
  const choice = { isTrial: false };
  const result = await feed(given, choice, SMALL, () => openRemoteRun({ home: here.home, language: "en" }, order));
  await result.forget();
  return result;
}
const account = (name: string): Imported => ({
  type: "account",
  account: `${name}@localhost`,
  credentials: { form: "plain", password: `secret of ${name}` },
});

test("XEP-0363: files come by their bytes, as the server may not read where they are; one that is missing is named", async () => {
  const bytes = Buffer.alloc(700_000, "x");
  const path = join(folder, "picture");
  writeFileSync(path, bytes);
  writeFileSync(join(folder, "empty"), "");
  const file = (name: string): Imported => ({
    ...{ type: "file", owner: "filer@localhost", path: `/file_share/${name}/a.png`, name: "a.png" },
    ...{ mediaType: "image/png", size: 1, uploaded: 1, file: join(folder, name) },
  });
  const items = [account("filer"), file("picture"), file("nothing"), file("empty")];
  const { counts, left } = await bring(items, "files");
  expect(counts.find(({ kind }) => kind === "files")).toMatchObject({ stored: 2 });
  expect(left).toMatchObject([{ kind: "files", reason: "file-missing" }]);
  const { files } = await askServer(here.home, "POST /files/show", { account: "filer@localhost" }).then(
    (page) => page ?? { files: [] },
  );
  expect(files.map(({ bytes: length }) => length).sort()).toEqual([0, 700_000]);
  expect(existsSync(join(here.home.directory, "import.part"))).toBe(false);
});

/** The step with which an import begins, as soon as the one before is over; it ends with `leave`. */
async function begin(digest: string) {
  for (;;) {
    const begun = await tryToBegin(digest).catch(reasonOf);
    if (begun !== "import-runs") return begun as Awaited<ReturnType<typeof tryToBegin>>;
  }
}
async function tryToBegin(digest: string) {
  const leaving = new AbortController();
  const opened = Promise.withResolvers<string>();
  const hosts = [{ jid: "localhost", kind: "domain" as const }];
  const onStep = (step: ImportStep): void => {
    if ("opened" in step) opened.resolve(step.opened.run);
  };
  const ended = followServer(here.home, "POST /import", { source: "test", digest, hosts }, onStep, leaving.signal);
  ended.catch(opened.reject);
  const leave = async (): Promise<void> => {
    leaving.abort();
    await ended;
  };
  return { run: await opened.promise, leave, ended };
}
const reasonOf = (error: unknown): unknown => (error instanceof OperationError ? error.reason : error);

test("one import at a time; where its client goes away, the next one may begin", async () => {
  const { leave } = await begin("one");
  expect(await tryToBegin("two").catch(reasonOf)).toBe("import-runs");
  await leave();
  const next = await begin("two");
  await next.leave();
});

test("one whose client has gone away while a portion is stored is waited for", async () => {
  const { run, leave } = await begin("slow");
  const items = Array.from({ length: 100 }, (_, n) => account(`slow${n}`));
  const asked = askServer(here.home, "POST /import/portion", { run, position: 0, items }).catch(reasonOf);
  // The portion is being stored.
  while ((await tryToBegin("other").catch(reasonOf)) !== "import-runs") await Bun.sleep(1);
  await leave();
  // Another request, since the server has to notice it.
  await actors.romeo.pings();
  const next = await tryToBegin("next");
  await next.leave();
  await asked;
});

test("what is no portion is refused, ends the import, and stores nothing", async () => {
  const deep = `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`;
  const many = Array.from({ length: 3000 }, () => ({ type: "left", kind: "other", reason: "unknown" }));
  const key = { salt: "c2FsdA==", iterations: 1e9, storedKey: "AA==", serverKey: "AA==" };
  const cases: readonly (readonly [items: readonly unknown[], position?: number])[] = [
    [[{ type: "part", account: "x@localhost", part: "<!DOCTYPE x><vCard/>" }]],
    [[{ type: "part", account: "x@localhost", part: deep }]],
    [[{ type: "__proto__" }]],
    [[{ type: "account", account: "x@localhost", credentials: { form: "scram", keys: { "SHA-1": key } } }]],
    [[{ type: "file", owner: "x", path: "/../../etc/passwd" }]],
    [many],
    [[], 7],
  ];
  for (const [items, position = 0] of cases) {
    const { run, ended } = await begin(`hostile ${Bun.hash(JSON.stringify(items))}`);
    const asked = askServer(here.home, "POST /import/portion", { run, position, items });
    expect(await asked.catch(reasonOf)).toBe("malformed-request");
    expect(await ended.catch(reasonOf)).toBe("malformed-request");
  }
  expect(await askServer(here.home, "POST /import/end", { run: "x" }).catch(reasonOf)).toBe("no-import");
  const tooMuch = { run: "x", position: 0, items: ["x".repeat(17_000_000)] };
  expect(await askServer(here.home, "POST /import/portion", tooMuch).catch((error: Error) => error.message)).toContain(
    "413",
  );
  await actors.romeo.pings();
});

test("an account that is removed while its things come leaves nothing behind", async () => {
  const items: Imported[] = [account("gone")];
  const archived = (n: number): Imported => ({
    ...{ type: "archived", account: "gone@localhost", id: `g${n}`, time: n, peer: "romeo@localhost/x" },
    message: `<message from="romeo@localhost/x" to="gone@localhost"><body>${n}</body></message>`,
  });
  for (let n = 0; n < 1000; n++) items.push(archived(n));
  let given = 0;
  const source = { ...sourceWith([{ jid: "localhost", kind: "domain" }], items), digest: "gone" };
  const order = { name: "test", source, domain: undefined, ended: () => new Error("ended") };
  const result = await feed(source, { isTrial: false }, SMALL, async () => {
    const run = await openRemoteRun({ home: here.home, language: "en" }, order);
    return {
      ...run,
      get position() {
        return run.position;
      },
      get waiting() {
        return run.waiting;
      },
      take: async (portion) => {
        await run.take(portion);
        given += 1;
        if (given === 1) await askServer(here.home, "DELETE /users", { jid: "gone@localhost" });
      },
    };
  });
  await result.forget();
  expect(result.left).toMatchObject([{ kind: "archived", reason: "no-account" }]);
  await here.createAccount("gone@localhost");
  const again = await enter(here, "gone", "phone");
  expect((await archiveOf(again)).results).toEqual([]);
});

test("others are served while 40,000 messages come in: a ping waits for a part of what is told at once", async () => {
  const { romeo } = actors;
  const many = 40_000;
  const items: Imported[] = [account("writer")];
  for (let n = 0; n < many; n++)
    items.push({
      ...{ type: "archived", account: "writer@localhost", id: `w${n}`, time: n, peer: "romeo@localhost/x" },
      message: `<message from="romeo@localhost/x" to="writer@localhost"><body>${n}${" and so on".repeat(150)}</body></message>`,
    });
  await bring([account("writer")], "the tables are there");
  using database = new Database(here.home.database, { readonly: true });
  const stored = database.query<{ n: number }, []>("SELECT coalesce(max(archived), 0) AS n FROM import_run");
  let isDone = false;
  const seen: number[] = [];
  const pinging = (async () => {
    for (; !isDone; seen.push(stored.get()?.n ?? 0)) await romeo.pings();
  })();
  await bring(items, "many").finally(() => {
    isDone = true;
  });
  await pinging;
  // Stored in one piece, 8,000 are told at once, and no ping is answered between two multiples of it.
  const within = new Set(seen.filter((count) => count % 8000 !== 0));
  expect(within.size).toBeGreaterThan(many / 8000);
  expect(Math.max(...seen)).toBeGreaterThan(0.75 * many);
});
