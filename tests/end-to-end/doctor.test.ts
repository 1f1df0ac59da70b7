/** What the doctor finds in homes that are broken on purpose, and in one that is well: the real program on real folders. */
import { Database as Sqlite } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { takeLock } from "../../src/store/lock.ts";
import { testWith } from "../support/needs.ts";
import { dnsmasq, startDnsmasq } from "../support/network/dnsmasq.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { BROKEN, setting } from "../support/process/broken-homes.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { atOnce, brokenHome, type Examined, examine, kindsOf } from "../support/process/examine.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runProgram } from "../support/process/started.ts";

const STOPPED = "server-stopped";

let site: LocalSite;
/** In the order of BROKEN. */
let examined: readonly Promise<Examined>[];
beforeAll(async () => {
  site = await localSite({ program });
  // The first start makes the rest of a home.
  const server = await site.start();
  server.signal("SIGTERM");
  await server.exited;
  examined = atOnce(
    BROKEN.map(
      ([, spoil]) =>
        () =>
          examine(brokenHome(site, spoil)),
    ),
  );
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

const CASES = BROKEN.map(([how, , ...kinds], index) => [how, index, kinds] as const);
/** As docs/doctor.md has them. */
const EXITS: Readonly<Record<string, number>> = { fine: 0, notice: 0, warning: 1, bad: 2 };

test.each(CASES)("a home that is broken %s", async (_, index, kinds) => {
  const seen = (await examined[index]) as Examined;
  expect(kindsOf(seen)).toEqual([...kinds, STOPPED].toSorted());
  expect(seen.exit).toBe(EXITS[seen.verdict] ?? Number.NaN);
  expect(seen.verdict).toBe(seen.findings[0]?.severity ?? "");
  for (const { kind, sentence, page } of seen.findings) {
    expect(sentence).not.toBe("");
    expect(page).toBe(`docs/troubleshooting.md#${kind}`);
  }
});

test("a home that is not there, is a file, or has never been set up", async () => {
  const nowhere = join(site.folder, "nowhere");
  expect(kindsOf(await examine(nowhere))).toEqual(["home-missing"]);
  expect(existsSync(nowhere)).toBe(false);
  const file = join(site.folder, "file");
  writeFileSync(file, "");
  expect(kindsOf(await examine(file))).toEqual(["home-no-folder"]);
  const empty = join(site.folder, "empty");
  mkdirSync(empty, { mode: 0o700 });
  expect(kindsOf(await examine(empty))).toEqual(["config-missing"]);
});

/** Every file with its mode, its owner and what is in it. */
const contentOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => {
      const { mode, uid } = lstatSync(join(folder, name));
      const isFile = lstatSync(join(folder, name)).isFile();
      const digest = isFile
        ? createHash("sha256")
            .update(readFileSync(join(folder, name)))
            .digest("hex")
        : "";
      return `${name} ${mode} ${uid} ${digest}`;
    });

test("it changes nothing, in a home that is well or broken", async () => {
  const damaged = (at: (name: string) => string): void => {
    writeFileSync(at("data.sqlite"), "garbage".repeat(1000));
    writeFileSync(at("data.sqlite-wal"), "", { mode: 0o600 });
    chmodSync(at("secret"), 0o644);
  };
  for (const spoil of [() => {}, damaged]) {
    const home = brokenHome(site, spoil);
    const before = contentOf(home);
    await examine(home);
    // Beside a log, SQLite keeps an index of it.
    expect(contentOf(home).filter((line) => !/^data\.sqlite-shm/.test(line))).toEqual([...before]);
  }
});

test("a running server that is well: nothing is found; of one that hangs, that it does not answer", async () => {
  const [port = 0] = freePorts(1);
  const home = brokenHome(site, setting(`listen.client = "127.0.0.1:${port}"`));
  await using server = await site.start();
  const seen = await examine(site.home);
  expect(kindsOf(seen)).toEqual([]);
  expect(seen.running).toBe(true);
  expect(seen.facts.health).toMatchObject({ store: { integrity: "whole" }, server: { pid: server.pid } });
  // What a server has, that is this process: the lock, the database, its ports.
  const lock = takeLock(join(home, "lock"), process.pid);
  const database = new Sqlite(join(home, "data.sqlite"));
  const listener = Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } });
  const silent = await examine(home);
  listener.stop(true);
  database.close();
  lock.release();
  expect(kindsOf(silent)).toEqual(["server-silent"]);
  expect(silent.findings[0]?.sentence).toContain(`Process ${process.pid} has this home`);
});

test("a port that another program has: which program; one that is free is not mentioned", async () => {
  const [taken = 0, free = 0] = freePorts(2);
  using _ = (() => {
    const listener = Bun.listen({ hostname: "127.0.0.1", port: taken, socket: { data() {} } });
    return { [Symbol.dispose]: () => listener.stop(true) };
  })();
  const lines = [`listen.client = "127.0.0.1:${taken}"`, `listen.client_tls = "127.0.0.1:${free}"`];
  const seen = await examine(brokenHome(site, setting(...lines)));
  expect(kindsOf(seen)).toEqual(["port-taken", STOPPED]);
  const [finding] = seen.findings.filter(({ kind }) => kind === "port-taken");
  expect(finding?.sentence).toContain(`127.0.0.1:${taken} (listen.client) is taken by`);
});

const testDns = testWith(dnsmasq === null ? ["dnsmasq"] : []);

testDns("names that lead nowhere, elsewhere, and here, and one that tells of a newer version", async () => {
  const srv = (port: number, service: string, target = "tintin.example.test"): string =>
    `srv-host=_${service}._tcp.example.test,${target},${port},10,100`;
  const services = ["xmpp-client", "xmpps-client"];
  const records = [
    ...["local=/test/", "host-record=tintin.example.test,9.9.9.10", "host-record=other.test,9.9.9.11"],
    ...["rooms", "pubsub"].map((name) => `cname=${name}.example.test,tintin.example.test`),
  ];
  const servers = await Promise.all([
    startDnsmasq(["local=/test/"]),
    startDnsmasq([...records, ...services.map((service, index) => srv(5222 + index, service, "other.test"))]),
    startDnsmasq([
      ...[...records, "txt-record=release.test,jabber-home 99.0.0"],
      ...services.map((service, index) => srv(5222 + index, service)),
    ]),
  ]);
  try {
    const results = await Promise.all(
      servers.map(({ server }) => {
        const lines = [
          ...['domains = ["example.test"]', 'host = "tintin.example.test"', `dns.resolvers = ["${server}"]`],
          ...['listen.client = "127.0.0.1:5222"', 'listen.client_tls = "127.0.0.1:5223"', "federation.enabled = false"],
          'update.domain = "release.test"',
        ];
        return examine(brokenHome(site, setting(...lines)));
      }),
    );
    const ofDns = results.map((seen) => kindsOf(seen).filter((kind) => kind.startsWith("dns-")));
    expect(ofDns).toEqual([["dns-missing", "dns-recommended"], ["dns-wrong"], []]);
    const ofVersion = results.map((seen) => kindsOf(seen).includes("version-old"));
    expect(ofVersion).toEqual([false, false, true]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(
  "a home of somebody else, to whoever may not look into it",
  async () => {
    const copy = join(site.folder, "jabber-home");
    copyFileSync(compiledProgram(), copy);
    chmodSync(copy, 0o755);
    chmodSync(site.folder, 0o755);
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const { out } = await runProgram([...nobody, copy, "doctor", "--home", site.home, "--json"], { cwd: "/" });
    expect(kindsOf(JSON.parse(out))).toEqual(["home-shut"]);
  },
  60_000,
);

const noDisk = noSmallDisk();

test.skipIf(noDisk !== undefined)(
  `a disk that is full, or can only be read${noDisk ? ` (${noDisk})` : ""}`,
  async () => {
    // A server that has run keeps 8 MB for bad times (store/spare.ts).
    await using disk = await smallDisk(32);
    const home = join(disk.path, "home");
    const runs = (args: readonly string[]) => runProgram([...disk.commandPrefix, ...args], { cwd: "/" });
    await runs(["cp", "-r", site.home, home]);
    disk.fill(0);
    const full = await examine(home, [], disk.commandPrefix);
    expect(kindsOf(full)).toEqual(["disk-full", STOPPED]);
    expect(full.findings.map(({ kind }) => kind)).toContain("file-system-volatile");
    disk.release();
    await runs(["mount", "-o", "remount,ro", disk.path]);
    const readOnly = await examine(home, [], disk.commandPrefix);
    expect(readOnly.findings.map(({ kind }) => kind)).toContain("file-system-read-only");
  },
);
