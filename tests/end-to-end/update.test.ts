/** `npm run release` and `jabber-home update`: from one version to the next and back, refused, interrupted, and taken back. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Element } from "ltx";
import { manifestOf } from "../../src/backup/unpack.ts";
import { type ReleaseManifest, readManifest, writeManifest } from "../../src/release/manifest.ts";
import { publicPem, signaturesOf } from "../../src/release/signature.ts";
import { testKey } from "../../src/release/testing.ts";
import { testWith } from "../support/needs.ts";
import { until } from "../support/network/listening-trial.ts";
import { ROOT } from "../support/process/compiled.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runProgram, startProgram } from "../support/process/started.ts";
import { type Change, executableIn, KEY, makeRelease, PACKED } from "../support/release/releases.ts";
import { updatedBySystemd } from "../support/release/updated-by-systemd.ts";
import { UpdatedSite } from "../support/release/updated-site.ts";

const TIMEOUT = 300_000;

/** Where this file is in the home, the faulty version does nothing for ever, and does not even read its own signals; or it works. */
const HANGS = "hangs";
const WORKS = "works";

/** It works on a copy, and not in earnest; and by then it has changed a table. */
const FAULT: readonly Change[] = [
  [
    "src/assembly/server.ts",
    "if (guest) await probeFile().probe(",
    `const has = (name: string) => require("node:fs").existsSync(home.directory + name);
  if (guest && !home.directory.includes("check-") && !has("/${WORKS}")) {
    while (has("/${HANGS}"));
    throw new Error("a deliberate fault");
  }
  if (guest) await probeFile().probe(`,
  ],
  ["src/command/trial-watch.ts", "const LONGEST_TRIAL = 90;", "const LONGEST_TRIAL = 3;"],
  [
    "src/xep/0494-clients.ts",
    ") STRICT, WITHOUT ROWID;`,\n] as const;",
    ") STRICT, WITHOUT ROWID;`,\n  `ALTER TABLE client ADD COLUMN later TEXT;`,\n] as const;",
  ],
];

/** It looks for updates ten times a second, and not every ten minutes. */
const HASTE: readonly Change[] = [
  ["src/release/updates.ts", "const PERIOD = 10 * MINUTE;", "const PERIOD = MINUTE / 600;"],
];

let folder: { readonly path: string } & Disposable;
let before = "";
let next = "";
let faulty = "";
let again = "";
const at = (...names: readonly string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  const path = mkdtempSync(join(ROOT, "dist", "releases-"));
  // The service's user reads there, too.
  chmodSync(path, 0o755);
  folder = { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
  // Two at a time: each takes the better part of a gigabyte of memory.
  [before, next] = await Promise.all([makeRelease("1.0.0", at("before"), HASTE), makeRelease("1.1.0", at("next"))]);
  [faulty, again] = await Promise.all([
    makeRelease("1.2.0", at("faulty"), FAULT),
    makeRelease("1.1.0", at("another", "folder")),
  ]);
}, TIMEOUT);
afterAll(() => folder?.[Symbol.dispose]());

/** On the disk of the releases: their executables get second names. */
let place = "";
let site: UpdatedSite;
beforeAll(async () => {
  place = at("site");
  site = await UpdatedSite.open(place, before);
}, TIMEOUT);
afterEach(async () => {
  await site?.stop();
  site?.install(before);
}, TIMEOUT);

describe("npm run release", () => {
  test("made twice in two folders, each file has the same bytes", () => {
    const files = readdirSync(next).sort();
    const usual = ["checksums.txt", "install.sh", "manifest.json", "manifest.json.sig", "sbom.cdx.json"];
    expect(files).toEqual([...usual, PACKED].sort());
    expect(readdirSync(again).sort()).toEqual(files);
    for (const file of files) expect(readFileSync(join(again, file)).equals(readFileSync(join(next, file)))).toBe(true);
  });

  testWith(["sha256sum", "openssl"])("sha256sum and openssl check it in a shell", async () => {
    writeFileSync(at("key.pem"), publicPem(KEY.publicKey));
    const sums = await runProgram(["sha256sum", "--check", "--strict", "checksums.txt"], { cwd: next });
    expect(sums).toMatchObject({ exit: 0, err: "" });
    const words = ["-verify", "-pubin", "-inkey", at("key.pem"), "-rawin"];
    const files = ["-in", "manifest.json", "-sigfile", "manifest.json.sig"];
    expect(await runProgram(["openssl", "pkeyutl", ...words, ...files], { cwd: next })).toMatchObject({ exit: 0 });
  });

  test("without a key, or with one that no home would believe, there is no release", async () => {
    const release = [process.execPath, "installer/release/release.ts"];
    const cwd = at("next");
    const [key, to] = [at("stranger.pem"), at("never")];
    expect(await runProgram([...release, "--to", to], { cwd })).toMatchObject({ exit: 2 });
    expect(await runProgram([...release, "--new-key", key], { cwd })).toMatchObject({ exit: 0 });
    expect(await runProgram([...release, "--new-key", key], { cwd })).toMatchObject({ exit: 2 });
    const refused = await runProgram([...release, "--key", key, "--to", to], { cwd });
    expect(refused).toMatchObject({ exit: 2 });
    expect(refused.err).toContain("src/release/root-keys.json");
    expect(existsSync(to)).toBe(false);
  });

  test("signed again, it is good for another 180 days, and the files are the same", async () => {
    const to = at("renewed");
    cpSync(next, to, { recursive: true });
    const words = ["--renew", to, "--key", at("next", "key.pem")];
    const renewed = await runProgram([process.execPath, "installer/release/release.ts", ...words], { cwd: at("next") });
    expect(renewed).toMatchObject({ exit: 0 });
    const [old, fresh] = [next, to].map((one) => readManifest(readFileSync(join(one, "manifest.json"), "utf8")));
    expect({ ...fresh, expires: 0 }).toEqual({ ...old, expires: 0 } as never);
    expect(fresh?.expires).toBeGreaterThan(Date.now() + 179 * 24 * 3600 * 1000);
  });
});

test(
  "a server that runs: tried, backed up, swapped, proven; nobody's message is lost, and nothing is left of the probe",
  async () => {
    await site.start();
    const { pid } = site;
    const talking = site.talk();
    expect(await site.verb("update", "--check", "--from", next, "--json")).toMatchObject({ exit: 0, err: "" });
    const { exit, out } = await site.update(next, "--json");
    const answer = JSON.parse(out) as { backup: string };
    expect(exit).toBe(0);
    expect(answer).toMatchObject({ state: "done", version: "1.1.0", from: "1.0.0" });
    expect(await manifestOf(answer.backup)).toMatchObject({ version: "1.0.0", beforeUpdate: "1.1.0" });
    expect(await site.version()).toBe("1.1.0");
    // The same process: whoever looks after it has seen nothing.
    expect(site.pid).toBe(pid);
    await talking;
    expect(site.acknowledged.length).toBeGreaterThan(0);
    expect(site.lost()).toEqual([]);
    expect(readdirSync(join(site.home.directory, "update")).sort()).toEqual(["last.json", "lock"]);
    expect(site.has("bin", "jabber-home.old")).toBe(true);
    const users = await site.verb("user", "list", "--json");
    expect(users.out).not.toContain("probe-");
    // There is nothing newer any more, and the one before is no update.
    expect(await site.update(next)).toMatchObject({ exit: 0 });
    expect(await site.update(before)).toMatchObject({ exit: 65 });
    expect(await site.version()).toBe("1.1.0");
  },
  TIMEOUT,
);

test(
  "a version that works on a copy and fails in earnest is taken back, with the database of before",
  async () => {
    await site.start();
    const talking = site.talk();
    const { exit, err } = await site.update(faulty);
    expect(exit).toBe(1);
    expect(err).toContain("a deliberate fault");
    expect(await site.version()).toBe("1.0.0");
    expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
    expect(site.columns("client")).not.toContain("later");
    await talking;
    expect(site.lost()).toEqual([]);
    expect(site.has("bin", "jabber-home.old")).toBe(false);
    expect(readFileSync(join(site.home.directory, "update", "last.json"), "utf8")).toContain("a deliberate fault");
  },
  TIMEOUT,
);

test(
  "a version that hangs in earnest, in an endless loop, is taken back by itself, in the same process",
  async () => {
    await site.start();
    const { pid } = site;
    writeFileSync(join(site.home.directory, HANGS), "");
    const { exit, err } = await site.update(faulty);
    rmSync(join(site.home.directory, HANGS));
    expect(exit).toBe(1);
    expect(err).toContain("it did nothing for 3 seconds");
    expect(await site.version()).toBe("1.0.0");
    expect(site.pid).toBe(pid);
    expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
    expect(site.columns("client")).not.toContain("later");
  },
  TIMEOUT,
);

test(
  "--back, from tables that the version of before cannot read: to the backup of before the update, which has to be agreed to",
  async () => {
    const says = async (body: string): Promise<void> => {
      const alice = await site.signIn("alice");
      alice.send(`<message type="chat" to="bob@localhost"><body>${body}</body></message>`);
      await alice.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));
    };
    await site.start();
    await says("in time");
    writeFileSync(join(site.home.directory, WORKS), "");
    const { out } = await site.update(faulty, "--json");
    rmSync(join(site.home.directory, WORKS));
    expect(site.columns("client")).toContain("later");
    await says("too late");
    // Without a terminal nobody can agree.
    expect(await site.verb("update", "--back")).toMatchObject({ exit: 2, err: expect.stringContaining("--yes") });
    expect(await site.version()).toBe("1.2.0");
    const back = await site.verb("update", "--back", "--yes", "--json");
    expect(back).toMatchObject({ exit: 0, err: expect.stringContaining("1.2.0") });
    const answer = JSON.parse(back.out) as { backup: string };
    expect(answer).toMatchObject({ state: "back", version: "1.0.0", from: "1.2.0" });
    // What is missing now is there.
    expect(await manifestOf(answer.backup)).toMatchObject({ version: "1.2.0", beforeUpdate: "1.0.0" });
    expect((JSON.parse(out) as { backup: string }).backup).not.toBe(answer.backup);
    expect(await site.version()).toBe("1.0.0");
    expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
    expect(site.columns("client")).not.toContain("later");
    expect(site.archived()).toContain("in time");
    expect(site.archived()).not.toContain("too late");
    expect(readdirSync(join(site.home.directory, "update")).sort()).toEqual(["last.json", "lock"]);
    // Nobody is told that something has failed; and there is no way further back.
    expect(JSON.parse((await site.verb("status", "--json")).out)).not.toHaveProperty("update");
    expect(await site.verb("update", "--back", "--yes")).toMatchObject({ exit: 78 });
  },
  TIMEOUT,
);

test(
  "--back, where the version of before reads what is there: nothing is lost, whether a server runs or not",
  async () => {
    expect(await site.update(next)).toMatchObject({ exit: 0 });
    expect((await site.verb("version")).out).toBe("jabber-home 1.1.0\n");
    const early = await site.verb("update", "--back", "--yes");
    expect(early).toMatchObject({ exit: 0, out: expect.stringContaining("run --home") });
    expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
    await site.start();
    expect(await site.update(next)).toMatchObject({ exit: 0 });
    const talking = site.talk();
    await Bun.sleep(200);
    expect(await site.verb("update", "--back", "--yes")).toMatchObject({ exit: 0 });
    await talking;
    expect(await site.version()).toBe("1.0.0");
    expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
    expect(site.lost()).toEqual([]);
  },
  TIMEOUT,
);

test(
  "no server runs: the new version proves itself at the next start, and gives way by itself where it fails",
  async () => {
    expect(await site.update(faulty)).toMatchObject({ exit: 0 });
    expect((await site.verb("version")).out).toBe("jabber-home 1.2.0\n");
    // Only a server changes the tables now: it keeps a copy.
    expect(await site.verb("user", "remove", "bob@localhost", "--yes")).toMatchObject({ exit: 75 });
    await site.start();
    expect(await site.version()).toBe("1.0.0");
    expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
    expect(site.columns("client")).not.toContain("later");
  },
  TIMEOUT,
);

test(
  "--back while a version is on trial is refused: it goes back by itself, with the database of before",
  async () => {
    expect(await site.update(faulty)).toMatchObject({ exit: 0 });
    writeFileSync(join(site.home.directory, HANGS), "");
    const starting = site.start();
    await until(() => existsSync(join(site.home.directory, "update", "before.sqlite")));
    const back = await site.verb("update", "--back", "--yes");
    await starting;
    rmSync(join(site.home.directory, HANGS));
    expect(back).toMatchObject({ exit: 75, err: expect.stringContaining("another update is under way") });
    expect(await site.version()).toBe("1.0.0");
    expect(site.columns("client")).not.toContain("later");
  },
  TIMEOUT,
);

test(
  "by itself, where config.toml says so: the server installs what is newer, once; what has failed is not tried again",
  async () => {
    const automatic = ["update.automatic=true", "update.hour=0"].flatMap((setting) => ["--set", setting]);
    await site.start(...automatic, "--set", `update.url=${faulty}`);
    await site.says("update-undone");
    expect(await site.version()).toBe("1.0.0");
    // By the version that runs again, too.
    await site.says("update-there[^]*update-there");
    const doctor = JSON.parse((await site.verb("status", "--json")).out) as { update: object };
    expect(doctor.update).toMatchObject({ newest: "1.2.0", undone: { version: "1.2.0" } });
    await site.stop();
    await site.start(...automatic, "--set", `update.url=${next}`);
    await site.says("update-proven");
    expect(await site.version()).toBe("1.1.0");
  },
  TIMEOUT,
);

test(
  "killed at ten random moments, server and update at once: one version runs, and nothing that was taken is lost",
  async () => {
    for (let round = 0; round < 10; round++) {
      const release = round % 2 === 0 ? faulty : next;
      await site.start();
      const talking = site.talk();
      await Bun.sleep(100);
      const updating = startProgram(site.command("update", "--from", release, "--yes"));
      // An update takes a few seconds here; what comes after it is a cut as well.
      await Bun.sleep(Math.random() * 4_000);
      await site.cut(updating);
      await talking;
      await site.start();
      const version = await site.version();
      expect(release === next ? ["1.0.0", "1.1.0"] : ["1.0.0"]).toContain(version);
      // What was begun comes to its end when it is called again.
      if (release === next && version === "1.0.0") expect(await site.update(next)).toMatchObject({ exit: 0 });
      expect(site.columns("client")).not.toContain("later");
      expect(site.lost()).toEqual([]);
      await site.stop();
      site.install(before);
    }
    expect(site.acknowledged.length).toBeGreaterThan(10);
  },
  2 * TIMEOUT,
);

describe("under systemd", () =>
  updatedBySystemd({
    folder: () => folder.path,
    programs: () => ({ before: executableIn(before), next, faulty }),
    hangs: HANGS,
  }));

describe("refused, while the server runs on as it is", () => {
  /** A copy of the release, changed. */
  const changed = (change: (release: string) => void): string => {
    const release = join(place, "changed");
    rmSync(release, { recursive: true, force: true });
    cpSync(next, release, { recursive: true });
    change(release);
    return release;
  };
  const signedAs = (change: Partial<ReleaseManifest>, key = KEY) =>
    changed((release) => {
      const manifest = readManifest(readFileSync(join(release, "manifest.json"), "utf8"));
      const bytes = Buffer.from(writeManifest({ ...manifest, ...change }));
      writeFileSync(join(release, "manifest.json"), bytes);
      writeFileSync(join(release, "manifest.json.sig"), signaturesOf(bytes, [key.privateKey]));
    });
  const released = Date.UTC(2020, 0, 1);

  test.each([
    ["a signature of somebody else", () => signedAs({}, testKey()), 65],
    ["a manifest that was changed", () => changed((one) => writeFileSync(join(one, "manifest.json"), "{}")), 65],
    ["an expired release", () => signedAs({ released, expires: released + 1000 }), 65],
    ["an older version", () => signedAs({ version: "0.9.0" }), 65],
    [
      "other bytes than those that were signed",
      () => changed((one) => writeFileSync(join(one, PACKED), Buffer.alloc(statSync(join(next, PACKED)).size))),
      65,
    ],
    ["a file that ends too early", () => changed((one) => truncateSync(join(one, PACKED), 1000)), 75],
    [
      "a release for other machines",
      () => signedAs({ files: readManifest(readFileSync(join(next, "manifest.json"), "utf8")).files.slice(1) }),
      69,
    ],
    ["a folder without a release", () => place, 69],
    ["no such folder", () => join(place, "nowhere"), 2],
    // Signed as 1.3.0, it says of itself that it is 1.1.0.
    ["another version than was signed", () => signedAs({ version: "1.3.0" }), 1],
  ] as const)(
    "%s",
    async (_, release, exit) => {
      await site.start();
      const { pid } = site;
      const refused = await site.update(release());
      expect(refused).toMatchObject({ exit, out: "" });
      expect(await site.version()).toBe("1.0.0");
      expect(site.pid).toBe(pid);
      expect(site.output()).not.toContain("server-stopped");
      expect((await site.verb("version")).out).toBe("jabber-home 1.0.0\n");
      expect(site.has("bin", "jabber-home.new")).toBe(false);
    },
    TIMEOUT,
  );

  test(
    "by a configuration that the new version would not take",
    async () => {
      await site.start();
      const text = readFileSync(site.home.config, "utf8");
      writeFileSync(site.home.config, `${text}\n[nothing]\nhere = 1\n`);
      expect(await site.update(next)).toMatchObject({ exit: 78 });
      expect(await site.version()).toBe("1.0.0");
      writeFileSync(site.home.config, text);
    },
    TIMEOUT,
  );

  test.skipIf(noSmallDisk() !== undefined)(
    "no room for the executable",
    async () => {
      await using disk = await smallDisk(200);
      const own = join(disk.path, "jabber-home");
      const within = (...words: readonly string[]) => runProgram([...disk.commandPrefix, ...words]);
      await within("cp", executableIn(before), own);
      const refused = await within(own, "update", "--from", next, "--yes", "--home", site.home.directory);
      expect(refused).toMatchObject({ exit: 73, out: "" });
      expect(refused.err).toContain(disk.path);
      expect((await within("ls", disk.path)).out).toBe("jabber-home\n");
      expect(site.has("home", "update", "journal.json")).toBe(false);
    },
    TIMEOUT,
  );

  test("nobody has said where releases are; and nobody can be asked", async () => {
    expect(await site.verb("update", "--check")).toMatchObject({ exit: 78 });
    expect(await site.verb("update", "--from", next)).toMatchObject({ exit: 2 });
    expect(site.has("home", "update", "journal.json")).toBe(false);
  });
});
