/** The compiled program on a home that it may not write: a reason, a remedy, an exit code, and no change. Also as root, on a home of another user. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { chmodSync, chownSync, copyFileSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { noSmallDisk } from "../support/process/small-disk.ts";
import { type EndedProgram, runProgram, startProgram } from "../support/process/started.ts";

/** Root may write everywhere: as root, the program is run by another user, who owns the home. */
const isRoot = process.getuid?.() === 0;
const NOBODY_UID = 65534;
const AS_NOBODY = ["setpriv", `--reuid=${NOBODY_UID}`, `--regid=${NOBODY_UID}`, "--clear-groups"];
const asSomebody = testWith(isRoot ? ["setpriv"] : []);
const asRootOnly = isRoot ? asSomebody : test.skip;

let site: LocalSite;
let program: readonly string[];
beforeAll(async () => {
  site = await localSite();
  // The other user may not read the folder of the compiled program.
  const copy = join(site.folder, "jabber-home");
  copyFileSync(compiledProgram(), copy);
  chmodSync(copy, 0o755);
  chmodSync(site.folder, 0o755);
  program = [...(isRoot ? AS_NOBODY : []), copy];
  if (isRoot) for (const path of pathsIn(site.home)) chownSync(path, NOBODY_UID, NOBODY_UID);
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

const pathsIn = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
];

const run = (args: readonly string[], home = site.home): Promise<EndedProgram> =>
  runProgram([...program, ...args, "--home", home], { cwd: site.folder, input: "correct horse battery staple" });

const SETUP = [
  "setup",
  "--no-input",
  "--domain",
  "localhost",
  "--certificate",
  "self-signed",
  "--admin",
  "alice",
].concat(["--password-file", "-"]);

/** Original modes, restored after each test. */
const originalModes = new Map<string, number>();
function allowOnly(mode: number, name: string, originalMode: number): void {
  const path = join(site.home, name);
  chmodSync(path, mode);
  originalModes.set(path, originalMode);
}
afterEach(() => {
  for (const [path, mode] of originalModes) chmodSync(path, mode);
  originalModes.clear();
});

/** Asserts that the home can be served once it is writable again. */
async function expectServing(): Promise<void> {
  for (const [path, mode] of originalModes) chmodSync(path, mode);
  await using server = startProgram([...program, "run", "--home", site.home], { cwd: site.folder });
  await server.prints(/server-started/);
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
}

const failure = (exit: number, sentence: string, remedy: string) => ({
  exit,
  err: expect.stringMatching(new RegExp(`^${sentence}\n  ${remedy}.*\n$`.replaceAll("HOME", site.home))),
});

asSomebody.each([["run"], ["status"], ["user list"], ["config check"], ["certificate"], ["certificate renew"]])(
  "%s in a read-only folder",
  async (verb) => {
    allowOnly(0o500, ".", 0o700);
    const ended = await run(verb.split(" "));
    expect(ended).toEqual({ out: "", ...failure(77, "HOME may not be changed", "permit it: chmod u\\+rwx HOME") });
    await expectServing();
  },
);

asSomebody.each([
  ["data.sqlite", 0o400],
  ["data.sqlite", 0o000],
  ["lock", 0o400],
  ["config.toml", 0o000],
  ["certificate/self-signed/key.pem", 0o000],
])("run, with %s of mode %p", async (name, mode) => {
  allowOnly(mode, name, 0o600);
  const ended = await run(["run"]);
  const remedy = `permit it: chmod u\\+rw HOME/${name}`;
  expect({ exit: ended.exit, err: ended.err }).toEqual(failure(77, `HOME/${name} may not be read or changed`, remedy));
  await expectServing();
});

asSomebody.each([
  ["a folder that may not be written", "home/below", 77, "run it as the owner of the folder"],
  ["a file in the way", "jabber-home/below", 73, "choose another folder"],
])("setup, with %s", async (_, where, exit, remedy) => {
  allowOnly(0o500, ".", 0o700);
  const ended = await run(SETUP, join(site.folder, where));
  expect({ exit: ended.exit, err: ended.err }).toEqual(failure(exit, ".*", remedy));
});

asSomebody("setup again in a read-only folder changes nothing", async () => {
  const before = pathsIn(site.home);
  allowOnly(0o500, ".", 0o700);
  const ended = await run(SETUP);
  expect(ended.exit).toBe(77);
  expect(pathsIn(site.home)).toEqual(before);
  await expectServing();
});

asRootOnly("as root, files of root are given to the home's owner, as whom the server runs", async () => {
  const asRoot = (args: readonly string[], home = site.home): Promise<EndedProgram> =>
    runProgram([...program.slice(AS_NOBODY.length), ...args, "--home", home], {
      cwd: site.folder,
      input: "drink me",
    });
  for (const name of ["lock", "config.toml", "data.sqlite"]) chownSync(join(site.home, name), 0, 0);
  expect(await asRoot(SETUP)).toMatchObject({ exit: 0, err: "" });
  expect(await asRoot(["user", "add", "carol@localhost", "--password-file", "-"])).toMatchObject({
    exit: 0,
    err: "",
  });
  {
    await using server = startProgram([...program.slice(AS_NOBODY.length), "run", "--home", site.home]);
    await server.prints(/server-started/);
    expect(ofRoot(site.home)).toEqual([]);
    expect((await run(["user", "list"])).out).toContain("carol@localhost");
  }
  expect(ofRoot(site.home)).toEqual([]);
  await expectServing();
  const inNew = join(site.home, "new", "chat");
  expect(await asRoot(SETUP, inNew)).toMatchObject({ exit: 0, err: "" });
  expect(pathsIn(inNew).length).toBeGreaterThan(4);
  expect(ofRoot(site.home)).toEqual([]);
});

const ofRoot = (folder: string): string[] => pathsIn(folder).filter((path) => lstatSync(path).uid === 0);

const OTHER_UID = 65533;
const asOther = (groups: string): readonly string[] => [
  ...["setpriv", `--reuid=${OTHER_UID}`, `--regid=${OTHER_UID}`, groups],
  ...program.slice(-1),
];

asRootOnly(
  "the group that may enter the home asks the server, and reads no file; others are told what to type",
  async () => {
    allowOnly(0o710, ".", 0o700);
    const member = [...asOther(`--groups=${NOBODY_UID}`)];
    const stranger = [...asOther("--clear-groups")];
    const runs = (userPrefix: readonly string[], args: readonly string[]): Promise<EndedProgram> =>
      runProgram([...userPrefix, ...args, "--home", site.home], { cwd: site.folder });
    const refused = (args: readonly string[]) =>
      failure(77, "HOME belongs to nobody", `sudo \\S*jabber-home ${args.join(" ")} --home HOME`);
    {
      await using server = startProgram([...program, "run", "--home", site.home], { cwd: site.folder });
      await server.prints(/server-started/);
      expect((await runs(member, ["status"])).exit).toBe(0);
      expect((await runs(member, ["user", "list"])).out).toContain("alice@localhost");
      expect(await runs(member, ["config", "check"])).toMatchObject(refused(["config", "check"]));
      expect(await runs(stranger, ["status"])).toMatchObject(refused(["status"]));
    }
    for (const userPrefix of [member, stranger]) {
      expect(await runs(userPrefix, ["status"])).toMatchObject(refused(["status"]));
      expect(await runs(userPrefix, ["user", "list"])).toMatchObject(refused(["user", "list"]));
    }
  },
);

const INSTALLED = `
  mount -t tmpfs tmpfs /var/lib && cp -r "$1" /var/lib/jabber-home && chmod 710 /var/lib/jabber-home &&
  chown -R ${NOBODY_UID}:${NOBODY_UID} /var/lib/jabber-home && shift && exec "$@"`;

(noSmallDisk() === undefined ? asSomebody : test.skip)(
  "after a service install everybody is told that it is the service's, and the whole command",
  async () => {
    const runs = (...args: readonly string[]): Promise<EndedProgram> =>
      runProgram(
        ["unshare", "--mount", "sh", "-c", INSTALLED, "sh", site.home, ...asOther("--clear-groups"), ...args],
        {
          cwd: site.folder,
        },
      );
    const sentence = "the server of /var/lib/jabber-home belongs to the service of this machine";
    for (const args of [[], ["status"], ["user", "list"], ["config", "check"], ["dns"], ["certificate"], ["run"]]) {
      const command = ["sudo ./jabber-home", ...args].join(" ");
      expect(await runs(...args)).toEqual({ exit: 77, out: "", err: `${sentence}\n  ${command}\n` });
    }
    expect((await runs("status", "--lang", "fr")).err).toContain("appartient au service de cette machine\n  sudo ");
  },
);
