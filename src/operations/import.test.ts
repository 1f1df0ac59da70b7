/** Data of another server that come here: in portions, once, and as if it had never been interrupted. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Element } from "ltx";
import type { Kind } from "../import-report.ts";
import { memoryDatabase } from "../server/testing.ts";
import { openAccounts } from "../store/accounts.ts";

import type { Imported, Source, SourceHost } from "../transfer/source.ts";
import { SourceError } from "../transfer/source-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { runImport } from "./import.ts";
import { atOnce, type ImportDeps, type ImportResult } from "./import-run.ts";

const root = mkdtempSync(join(tmpdir(), "jabber-home-import-"));
afterAll(() => rmSync(root, { recursive: true }));

const HOSTS: readonly SourceHost[] = [
  { jid: "example.com", kind: "domain" },
  { jid: "conference.example.com", kind: "rooms" },
];

const sourceOf = (items: readonly Imported[], hosts = HOSTS, digest = "d"): Source => ({
  hosts,
  digest,
  read: () => items,
  close: () => {},
});

/** What is stored of parts and messages, in the order in which it is. */
function opened() {
  const folder = mkdtempSync(join(root, "home-"));
  const db = memoryDatabase({ kept: ["CREATE TABLE kept (text TEXT PRIMARY KEY) STRICT;"] });
  const accounts = openAccounts(db, { iterations: 4096, now: Date.now });
  const put = db.write("INSERT OR IGNORE INTO kept (text) VALUES (?)");
  const keep = (text: string): boolean => put.run(text).changes > 0;
  const kept = (): string[] =>
    db
      .read<{ text: string }>("SELECT text FROM kept ORDER BY rowid")
      .all()
      .map(({ text }) => text);
  const note = (account: string, part: Element, report: { stored(kind: Kind): void; known(kind: Kind): void }): void =>
    report[keep(`${account} ${print(part)}`) ? "stored" : "known"]("other");
  const deps: ImportDeps = {
    db,
    accounts,
    catalogue: {
      imports: new Map([["urn:x", new Map([["note", note]])]]),
      imported: [(account) => void keep(`${account} is complete`)],
    },
    archive: {
      openImporter: () => ({
        add: (owner, { given, message }) => keep(`${owner} ${given} ${print(message)}`),
        end: () => {},
      }),
    },
    rooms: () => ({
      add: ({ jid }, report) => report[keep(`room ${jid.bare}`) ? "stored" : "known"]("rooms"),
      addMessage: (room, { id, nick }, report) =>
        report[keep(`said ${room.bare} ${id} ${nick}`) ? "stored" : "known"]("room-messages"),
      end: () => {},
    }),
    importAvatar: () => true,
    importCircle: ({ name }) => (keep(`circle ${name}`) ? name : undefined),
    importInvitation: ({ token }) => keep(`invitation ${token}`),
    importFile: async ({ owner, path }, isTrial) => (isTrial || keep(`file ${owner} ${path}`) ? "stored" : "known"),
    parse: (text) => {
      try {
        return parseElement(text);
      } catch {
        return undefined;
      }
    },
    print,
    spoolPath: (name) => join(folder, name),
    now: Date.now,
    pace: atOnce(db),
  };
  return { db, accounts, deps, kept };
}

const account = (name: string): Imported => ({
  type: "account",
  account: `${name}@example.com`,
  credentials: { form: "none" },
});
const part = (name: string, text: string): Imported => ({
  type: "part",
  account: `${name}@example.com`,
  part: parseElement(`<note xmlns="urn:x" to="bob@example.com">${text}</note>`),
});
const archived = (name: string, id: string): Imported => ({
  type: "archived",
  account: `${name}@example.com`,
  id,
  time: 1,
  peer: "bob@example.com/r",
  message: `<message from="bob@example.com/r" to="${name}@example.com"><body>${id}</body></message>`,
});
const ALL: readonly Imported[] = [
  account("alice"),
  part("alice", "1"),
  archived("alice", "a1"),
  archived("alice", "a2"),
  account("bob"),
  part("bob", "2"),
  { type: "room", room: "r@conference.example.com", config: {}, affiliations: [] },
  {
    type: "room-message",
    room: "r@conference.example.com",
    id: "m1",
    time: 1,
    nick: "n",
    message: "<message><body>x</body></message>",
  },
];
const CHOICE = { domains: ["example.com"], file: "f", isTrial: false };

const sums = ({ counts }: ImportResult): Record<string, number> =>
  Object.fromEntries(counts.map(({ account, kind, stored, known }) => [`${account} ${kind}`, stored + known / 100]));

test("everything is stored and counted, accounts before what follows from all of their parts", async () => {
  const { deps, kept, accounts } = opened();
  const result = await runImport(deps, sourceOf(ALL), CHOICE);
  expect(kept()).toEqual([
    'alice@example.com <note xmlns="urn:x" to="bob@example.com">1</note>',
    "alice@example.com is complete",
    'bob@example.com <note xmlns="urn:x" to="bob@example.com">2</note>',
    "bob@example.com is complete",
    "room r@conference.example.com",
    "said r@conference.example.com m1 n",
    'alice@example.com a1 <message from="bob@example.com/r" to="alice@example.com"><body>a1</body></message>',
    'alice@example.com a2 <message from="bob@example.com/r" to="alice@example.com"><body>a2</body></message>',
  ]);
  expect(sums(result)).toEqual({
    " room-messages": 1,
    " rooms": 1,
    "alice@example.com accounts": 1,
    "alice@example.com archived": 2,
    "alice@example.com other": 1,
    "bob@example.com accounts": 1,
    "bob@example.com other": 1,
  });
  expect(result.withoutPassword).toEqual(["alice@example.com", "bob@example.com"]);
  expect(accounts.exists("bob@example.com")).toBe(true);
  expect(result.roomLabels).toEqual(["conference"]);
});

test("a trial tells the same, and stores nothing", async () => {
  const { deps, kept, accounts } = opened();
  const trial = await runImport(deps, sourceOf(ALL), { ...CHOICE, isTrial: true });
  expect([kept(), accounts.count()]).toEqual([[], 0]);
  expect(sums(trial)).toEqual(sums(await runImport(deps, sourceOf(ALL), CHOICE)));
});

test("a second run doubles nothing", async () => {
  const { deps, kept } = opened();
  await (await runImport(deps, sourceOf(ALL), CHOICE)).forget();
  const before = kept();
  const again = await runImport(deps, sourceOf(ALL), CHOICE);
  expect(kept()).toEqual(before);
  expect(sums(again)).toMatchObject({ "alice@example.com archived": 0.02, " rooms": 0.01 });
  expect(again.withoutPassword).toEqual([]);
});

test("an import that ends anywhere and is begun again ends the same, and tells the same", async () => {
  const names = Array.from({ length: 320 }, (_, n) => `user${n}`);
  const items = names.flatMap((name) => [
    account(name),
    part(name, name),
    ...Array.from({ length: 30 }, (_, n) => archived(name, `${name}-${n}`)),
  ]);
  const whole = opened();
  const expected = await runImport(whole.deps, sourceOf(items), CHOICE);
  for (const ends of [1, 63, 200, 5000, 9919]) {
    const { deps, kept, db } = opened();
    await expect(runImport(failingAfter(deps, ends), sourceOf(items), CHOICE)).rejects.toThrow("power cut");
    const halfway = db.read<{ n: number }>("SELECT count(*) AS n FROM kept").get()?.n ?? 0;
    expect(halfway).toBeLessThan(whole.kept().length);
    const result = await runImport(deps, sourceOf(items), CHOICE);
    expect(kept()).toEqual(whole.kept());
    expect([result.counts, result.withoutPassword]).toEqual([expected.counts, expected.withoutPassword]);
  }
});

/** The same until so many messages and parts have been stored; then the transaction that is open is lost. */
function failingAfter(deps: ImportDeps, count: number): ImportDeps {
  let left = count;
  const spend = (): void => {
    left -= 1;
    if (left < 0) throw new Error("power cut");
  };
  return {
    ...deps,
    accounts: {
      exists: deps.accounts.exists,
      keysFor: deps.accounts.keysFor,
      addFormer: (former) => {
        spend();
        return deps.accounts.addFormer(former);
      },
    },
    archive: {
      openImporter: () => {
        const importer = deps.archive.openImporter();
        return {
          ...importer,
          add: (owner, former) => {
            spend();
            return importer.add(owner, former);
          },
        };
      },
    },
  };
}

test("where reading fails anywhere, nothing has been stored", async () => {
  const { deps, kept, accounts } = opened();
  const broken: Source = {
    ...sourceOf([]),
    read: function* () {
      yield* ALL;
      throw new SourceError("malformed", { file: "f", line: 3 }, { why: "x" });
    },
  };
  await expect(runImport(deps, broken, CHOICE)).rejects.toThrow(SourceError);
  expect([kept(), accounts.count()]).toEqual([[], 0]);
});

test("domains: those of both, the one that is asked for, or the only one under another name", async () => {
  const two: readonly SourceHost[] = [...HOSTS, { jid: "other.example", kind: "domain" }];
  const elsewhere: Imported = { type: "account", account: "c@other.example", credentials: { form: "none" } };
  const { deps, accounts } = opened();
  const result = await runImport(deps, sourceOf([...ALL, elsewhere], two), CHOICE);
  expect(accounts.list().map(({ jid }) => jid)).toEqual(["alice@example.com", "bob@example.com"]);
  expect(result.left).toMatchObject([{ kind: "accounts", reason: "address", subject: "c@other.example" }]);

  const renamed = opened();
  await runImport(renamed.deps, sourceOf(ALL), { ...CHOICE, domains: ["new.example"], domain: "new.example" });
  expect([renamed.kept()[0], renamed.kept().at(-2)]).toEqual([
    'alice@new.example <note xmlns="urn:x" to="bob@new.example">1</note>',
    'alice@new.example a1 <message from="bob@new.example/r" to="alice@new.example"><body>a1</body></message>',
  ]);
  expect(renamed.kept()).toContain("room r@conference.new.example");

  const refused = runImport(opened().deps, sourceOf(ALL), { ...CHOICE, domains: ["new.example"] });
  await expect(refused).rejects.toThrow("no-such-domain");
});

test("what belongs to nobody, and what is no message, is named", async () => {
  const { deps } = opened();
  const items: Imported[] = [
    part("nobody", "x"),
    account("alice"),
    { ...(archived("alice", "1") as Extract<Imported, { type: "archived" }>), message: "<message><body></message>" },
    { ...(archived("alice", "2") as Extract<Imported, { type: "archived" }>), message: "<presence/>" },
    { type: "part", account: "alice@example.com", part: parseElement('<other xmlns="urn:y"/>') },
    { type: "left", account: "alice@example.com", kind: "files", reason: "file-missing", subject: "a\u001b[2Jb" },
  ];
  const { left } = await runImport(deps, sourceOf(items), CHOICE);
  expect(left.map(({ account, kind, reason, subject }) => [account, kind, reason, subject].join(" "))).toEqual([
    " other no-account nobody@example.com",
    "alice@example.com archived malformed 1",
    "alice@example.com archived malformed 2",
    "alice@example.com files file-missing a [2Jb",
    'alice@example.com other unknown <other xmlns="urn:y"/>',
  ]);
});

test("passwords: plain ones become keys, forms that check one are kept, others need a link", async () => {
  const { deps, accounts } = opened();
  const withForm = (name: string, credentials: Extract<Imported, { type: "account" }>["credentials"]): Imported => ({
    type: "account",
    account: `${name}@example.com`,
    credentials,
  });
  const { withoutPassword } = await runImport(
    deps,
    sourceOf([
      withForm("plain", { form: "plain", password: "abc" }),
      withForm("sha", { form: "sha", value: "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=" }),
      withForm("des", { form: "crypt", value: "rl0mtlmtV3jbA" }),
      withForm("tab", { form: "plain", password: "a\tb" }),
    ]),
    CHOICE,
  );
  expect(await Promise.all(["plain", "sha"].map((name) => accounts.verify(`${name}@example.com`, "abc")))).toEqual([
    true,
    true,
  ]);
  expect(withoutPassword).toEqual(["des@example.com", "tab@example.com"]);
});

test("memory: nothing that grows with the messages is kept", async () => {
  const { deps } = opened();
  let held = 0;
  const many: Source = {
    ...sourceOf([]),
    read: function* () {
      yield account("alice");
      for (let n = 0; n < 50_000; n++) yield archived("alice", String(n));
    },
  };
  const portions: number[] = [];
  const result = await runImport(deps, many, {
    ...CHOICE,
    onProgress: (done, total) => {
      if (total !== undefined) portions.push(done - held);
      held = total === undefined ? 0 : done;
    },
  });
  expect(Math.max(...portions)).toBeLessThan(20_000);
  expect(sums(result)["alice@example.com archived"]).toBe(50_000);
});
