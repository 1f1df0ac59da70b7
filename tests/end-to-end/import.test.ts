/** jabber-home import: the program as a person and a script use it. */
import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../support/process/program.ts";
import { runJson, runProgram, startProgram } from "../support/process/started.ts";

const root = mkdtempSync(join(tmpdir(), "jabber-home-import-"));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;
/** A home that setup has made, for example.com. */
function home(): string {
  const folder = join(root, `home${++made}`);
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, "config.toml"), 'domains = ["example.com"]\n\n[listen]\nhttp = "off"\nhttps = "off"\n');
  return folder;
}
function source(text: string): string {
  const file = join(root, `source${++made}.xml`);
  writeFileSync(file, text);
  return file;
}
const PIE = 'xmlns="urn:xmpp:pie:0"';
const server = (users: string): string =>
  `<?xml version="1.0"?>\n<server-data ${PIE}><host jid="example.com">\n${users}\n</host></server-data>`;

const scram =
  '<scram-credentials xmlns="urn:xmpp:pie:0#scram" mechanism="SCRAM-SHA-1"><iter-count>4096</iter-count><salt>c2FsdA==</salt>' +
  `<server-key>${Buffer.alloc(20, 1).toString("base64")}</server-key><stored-key>${Buffer.alloc(20, 2).toString("base64")}</stored-key></scram-credentials>`;

/** An account with contacts, items and so many messages. */
function user(name: string, messages: number): string {
  const archived = Array.from({ length: messages }, (_, n) => {
    const stamp = new Date(Date.UTC(2024, 0, 1) + Math.floor(n / 7) * 1000).toISOString();
    return (
      `<result xmlns="urn:xmpp:mam:2" id="${name}-${n}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="${stamp}"/>` +
      `<message xmlns="jabber:client" from="bob@example.com/${n % 3}" to="${name}@example.com" type="chat" id="${n}"><body>${name} ${n}</body></message></forwarded></result>`
    );
  });
  const items = ["1", "2", "3"].map((id) => `<item id="${id}"><e xmlns="urn:e">${id}</e></item>`);
  return (
    `<user name="${name}">${scram}<query xmlns="jabber:iq:roster"><item jid="bob@example.com" subscription="both"><group>G</group></item></query>` +
    `<pubsub xmlns="http://jabber.org/protocol/pubsub#owner"><configure node="urn:e"><x xmlns="jabber:x:data" type="submit"><field var="pubsub#max_items"><value>10</value></field></x></configure></pubsub>` +
    `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:e">${items.join("")}</items></pubsub>` +
    `<archive xmlns="urn:xmpp:pie:0#mam">${archived.join("\n")}</archive></user>\n`
  );
}
const ALL = server(Array.from({ length: 25 }, (_, n) => user(`user${n}`, 400)).join(""));

const importing = (file: string, into: string, ...flags: string[]): string[] => [
  ...program,
  "import",
  file,
  "--home",
  into,
  "--no-input",
  ...flags,
];

async function exported(from: string): Promise<string> {
  const file = join(root, `exported${++made}.xml`);
  const { exit, err } = await runProgram([...program, "export", "--home", from, "--to", file]);
  expect([exit, err]).toEqual([0, ""]);
  // When an account was made here differs.
  return readFileSync(file, "utf8").replaceAll(/ created="[^"]*"/g, "");
}

test("a dry run tells who brings what, and changes nothing; the import tells the same", async () => {
  const into = home();
  const file = source(server(`${user("alice", 3)}<user name="b c"/><user name="carol"/>`));
  const trial = await runJson(importing(file, into, "--dry-run"));
  expect(trial.exit).toBe(0);
  expect(statSync(join(into, "data.sqlite"), { throwIfNoEntry: false })).toBeUndefined();
  const done = await runJson(importing(file, into));
  expect(done.answer).toMatchObject({
    source: "xep0227",
    dryRun: false,
    domains: [{ from: "example.com", to: "example.com" }],
    total: { stored: { accounts: 2, contacts: 1, nodes: 1, items: 3, archived: 3 }, known: {} },
    server: { left: [{ kind: "accounts", reason: "address", subject: "b c@example.com", count: 1 }] },
    accounts: [
      { account: "alice@example.com", needsPassword: false },
      { account: "carol@example.com", needsPassword: true, resetLink: null },
    ],
  });
  expect((trial.answer as { total: object }).total).toEqual((done.answer as { total: object }).total);
  const again = await runJson(importing(file, into));
  expect((again.answer as { total: object }).total).toEqual({
    stored: {},
    known: { accounts: 2, contacts: 1, nodes: 1, items: 3, archived: 3 },
  });
}, 120_000);

test("a person reads who, how much of what, what cannot come along and why, in both languages", async () => {
  const file = source(server(`${user("alice", 3)}<user name="b c"/><user name="carol"/>`));
  const { out } = await runProgram(importing(file, home()));
  expect(out).toContain("3 messages of the history");
  expect(out).toContain("alice@example.com: 3 messages of the history, 1 contact, 3 published items, 1 node");
  expect(out).toContain("(b c@example.com): no address, or one of a domain that does not come along");
  expect(out).toContain("jabber-home user passwd JID");
  const french = await runProgram([...importing(file, home()), "--lang", "fr"]);
  expect(french.out).toContain("3 messages de l'historique");
  expect(french.out).toContain("(b c@example.com)\u00a0: ce n'est pas une adresse, ou son domaine ne vient pas");
}, 120_000);

test("killed at ten points and begun again, it ends as if it had never been interrupted", async () => {
  const file = source(ALL);
  const whole = home();
  expect((await runProgram(importing(file, whole))).exit).toBe(0);
  const expected = await exported(whole);
  const broken = home();
  let kills = 0;
  for (let attempt = 0; attempt < 100 && kills < 10; attempt++) {
    await using run = startProgram(importing(file, broken));
    const timer = setTimeout(() => run.signal("SIGKILL"), Math.random() * 1200);
    const exit = await run.exited;
    clearTimeout(timer);
    if (exit === 137) kills += 1;
    else expect(exit).toBe(0);
  }
  expect(kills).toBe(10);
  expect((await runProgram(importing(file, broken))).exit).toBe(0);
  expect(await exported(broken)).toBe(expected);
}, 300_000);

test("hostile and broken sources are refused with file and line, and nothing is stored", async () => {
  const outside = source(server(user("mallory", 1)));
  const folder = join(root, "hostile");
  mkdirSync(folder);
  const including = (href: string): string =>
    `<server-data ${PIE}><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${href}"/></server-data>`;
  writeFileSync(join(folder, "main.xml"), including("link.xml"));
  symlinkSync(outside, join(folder, "link.xml"));
  const cut = server(user("alice", 5000)).slice(0, -40);
  const cases: readonly (readonly [file: string, exit: number, says: RegExp])[] = [
    [
      source(`<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]>\n${server("")}`),
      1,
      /source\d+\.xml:1: has a document type/,
    ],
    [source(cut), 1, /source\d+\.xml:\d+: is not of its format: the end is missing/],
    [
      source(server(`<user name="a"><vCard xmlns="vcard-temp">${"x".repeat(17_000_000)}</vCard></user>`)),
      1,
      /:3: something in it is larger/,
    ],
    [folder, 1, /link\.xml: leads out of the folder/],
    [source("<html/>"), 2, /is nothing that is known here/],
    [join(root, "nothing"), 1, /cannot be read \(ENOENT\)/],
  ];
  for (const [file, exit, says] of cases) {
    const into = home();
    const ended = await runProgram(importing(file, into));
    expect([ended.exit, ended.err]).toEqual([exit, expect.stringMatching(says)]);
    const stored = statSync(join(into, "data.sqlite"), { throwIfNoEntry: false });
    const db = stored && new Database(join(into, "data.sqlite"), { readonly: true });
    expect(db?.query("SELECT count(*) AS n FROM accounts").get() ?? { n: 0 }).toEqual({ n: 0 });
    db?.close();
  }
}, 300_000);

test("--domain: another name here; without it, the domain has to be served", async () => {
  const text = ALL.slice(0, ALL.indexOf("</user>") + "</user>".length).replace(
    'jid="example.com"',
    'jid="old.example"',
  );
  const file = source(`${text}</host></server-data>`.replaceAll("@example.com", "@old.example"));
  const refused = await runProgram(importing(file, home()));
  expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining("has old.example, and not example.com")]);
  const into = home();
  const { answer } = await runJson(importing(file, into, "--domain", "example.com"));
  expect(answer).toMatchObject({ domains: [{ from: "old.example", to: "example.com" }] });
  expect(await exported(into)).not.toContain("old.example");
  const unknown = await runProgram(importing(file, home(), "--domain", "other.example"));
  expect([unknown.exit, unknown.err]).toEqual([2, expect.stringContaining("other.example is not served here")]);
}, 120_000);
