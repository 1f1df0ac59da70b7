/** jabber-home import: archived messages from another server's files, end to end: the program is started, reads, stores and ends. */
import { Database } from "bun:sqlite";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { cpuOf, usageOf } from "../../support/process/processes.ts";
import { program } from "../../support/process/program.ts";
import type { Extent, Figure, Scenario } from "../scenario.ts";

/** Messages, at the usual length of a load, and of how many accounts and years. */
const MESSAGES = 200_000;
const USUAL_SECONDS = 10;
const ACCOUNTS = 20;
const SPAN = 5 * 365 * 86_400_000;
const BEGIN = Date.UTC(2020, 0, 1);
const AIM = 20_000;
const SAMPLING_MS = 50;

interface Message {
  readonly account: string;
  readonly id: string;
  readonly time: number;
  readonly peer: string;
  readonly xml: string;
}

/** As long as usual ones, in the order of an account's archive. */
function* messagesOf(account: number, count: number): Generator<Message> {
  const name = `user${account}`;
  for (let n = 0; n < count; n++) {
    const peer = `user${(account + n) % ACCOUNTS}@example.com`;
    const [from, to] = n % 2 === 0 ? [`${peer}/phone`, `${name}@example.com`] : [`${name}@example.com/laptop`, peer];
    const id = crypto.randomUUID();
    yield {
      account: name,
      id,
      time: BEGIN + Math.floor((n * SPAN) / count) + account * 1000,
      peer,
      xml:
        `<message xmlns="jabber:client" from="${from}" to="${to}" type="chat" id="${id}" xml:lang="en"><body>Message ${n}: the quick brown fox ` +
        `jumps over the lazy dog, and goes on.</body><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><request xmlns="urn:xmpp:receipts"/></message>`,
    };
  }
}

/** A file as of XEP-0227. */
function xep0227(folder: string, each: number): string {
  const file = join(folder, "server.xml");
  const writer = Bun.file(file).writer();
  writer.write('<server-data xmlns="urn:xmpp:pie:0"><host jid="example.com">\n');
  for (let account = 0; account < ACCOUNTS; account++) {
    writer.write(`<user name="user${account}"><archive xmlns="urn:xmpp:pie:0#mam">\n`);
    for (const { id, time, xml } of messagesOf(account, each))
      writer.write(
        `<result xmlns="urn:xmpp:mam:2" id="${id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" ` +
          `stamp="${new Date(time).toISOString()}"/>${xml}</forwarded></result>\n`,
      );
    writer.write("</archive></user>\n");
  }
  writer.write("</host></server-data>\n");
  void writer.end();
  return file;
}

/** The database of a Prosody. */
function prosody(folder: string, each: number): string {
  const file = join(folder, "prosody.sqlite");
  const db = new Database(file);
  db.run("CREATE TABLE prosody (host TEXT, user TEXT, store TEXT, key TEXT, type TEXT, value TEXT)");
  db.run(
    'CREATE TABLE prosodyarchive (sort_id INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT, user TEXT, store TEXT, key TEXT, "when" INTEGER, "with" TEXT, type TEXT, value TEXT)',
  );
  const pair = db.query(
    "INSERT INTO prosody VALUES ('example.com', ?, 'accounts', 'iteration_count', 'number', '10000')",
  );
  const row = db.query(
    `INSERT INTO prosodyarchive (host, user, store, key, "when", "with", type, value) VALUES ('example.com', ?, 'archive', ?, ?, ?, 'xml', ?)`,
  );
  db.transaction(() => {
    for (let account = 0; account < ACCOUNTS; account++) {
      pair.run(`user${account}`);
      for (const { account: user, id, time, peer, xml } of messagesOf(account, each))
        row.run(user, id, Math.floor(time / 1000), peer, xml);
    }
  })();
  db.run("CREATE UNIQUE INDEX prosodyarchive_index ON prosodyarchive (host, user, store, key)");
  db.close();
  return file;
}

async function imported(folder: string, source: string, messages: number, from: string): Promise<Figure[]> {
  const home = join(folder, `home-${from}`);
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, "config.toml"), 'domains = ["example.com"]\n');
  const begun = performance.now();
  // The other core is free: the load is the program itself.
  const free = Bun.which("taskset") ? ["taskset", "-c", `0-${cpus().length - 1}`] : [];
  const child = Bun.spawn([...free, ...program, "import", source, "--home", home, "--no-input", "--json"], {
    stdout: "pipe",
    stderr: "inherit",
  });
  let [most, cpu] = [0, 0];
  const timer = setInterval(() => {
    try {
      most = Math.max(most, usageOf(child.pid).pss);
      cpu = Math.max(cpu, cpuOf(child.pid));
    } catch {
      // It has just ended.
    }
  }, SAMPLING_MS);
  const [answer] = await Promise.all([child.stdout.json(), child.exited]).finally(() => clearInterval(timer));
  const seconds = (performance.now() - begun) / 1000;
  if (answer.total.stored.archived !== messages) throw new Error(`${answer.total.stored.archived} of ${messages} came`);
  return [
    {
      name: `archived messages imported from ${from}`,
      unit: "/s",
      value: messages / seconds,
      better: "more",
      aim: AIM,
    },
    { name: `CPU for a thousand of them, ${from}`, unit: "ms", value: (cpu * 1_000_000) / messages, better: "less" },
    { name: `memory of the import (PSS), ${from}`, unit: "MiB", value: most / 1024 / 1024, better: "less", aim: 400 },
  ];
}

async function run(_: unknown, { seconds }: Extent): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-bench-import-"));
  try {
    const each = Math.ceil((MESSAGES * Math.min(1, seconds / USUAL_SECONDS)) / ACCOUNTS);
    const figures: Figure[] = [];
    for (const [from, make] of [["XEP-0227", xep0227] as const, ["Prosody's SQLite", prosody] as const])
      figures.push(...(await imported(folder, make(folder, each), each * ACCOUNTS, from)));
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const scenario: Scenario = {
  name: "import",
  about: `messages of ${ACCOUNTS} accounts and five years, read twice and stored, without the search index, which the server makes afterwards`,
  needsPages: true,
  extraTimeoutMs: 300_000,
  run,
};
