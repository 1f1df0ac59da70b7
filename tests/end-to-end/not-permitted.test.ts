/** The compiled program on a home that it may not write: a reason, a remedy, an exit code, and no change. And as root on somebody else's. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { chmodSync, chownSync, copyFileSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { type EndedProgram, runProgram, startProgram } from "../support/process/started.ts";

/** Root may write everywhere: the program is run by somebody else then, who owns the home. */
const isRoot = process.getuid?.() === 0;
const NOBODY_UID = 65534;
const asNobody = ["setpriv", `--reuid=${NOBODY_UID}`, `--regid=${NOBODY_UID}`, "--clear-groups"];
const asSomebody = testWith(isRoot ? ["setpriv"] : []);

let site: LocalSite;
let program: readonly string[];
beforeAll(async () => {
  site = await localSite();
  // Where the compiled program is, somebody else may not even look.
  const copy = join(site.folder, "jabber-home");
  copyFileSync(compiledProgram(), copy);
  chmodSync(copy, 0o755);
  chmodSync(site.folder, 0o755);
  program = [...(isRoot ? asNobody : []), copy];
  if (isRoot) for (const path of everythingIn(site.home)) chownSync(path, NOBODY_UID, NOBODY_UID);
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

const everythingIn = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
];

const run = (words: readonly string[], home = site.home): Promise<EndedProgram> =>
  runProgram([...program, ...words, "--home", home], { cwd: site.folder, input: "correct horse battery staple" });

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

/** Until the test is over. */
const forbidden = new Map<string, number>();
function allowOnly(mode: number, name: string, usual: number): void {
  const path = join(site.home, name);
  chmodSync(path, mode);
  forbidden.set(path, usual);
}
afterEach(() => {
  for (const [path, mode] of forbidden) chmodSync(path, mode);
  forbidden.clear();
});

/** Whatever was met: the same home serves once it may be written again. */
async function serves(): Promise<void> {
  for (const [path, mode] of forbidden) chmodSync(path, mode);
  await using server = startProgram([...program, "run", "--home", site.home], { cwd: site.folder });
  await server.prints(/server-started/);
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
}

const says = (exit: number, sentence: string, remedy: string) => ({
  exit,
  err: expect.stringMatching(new RegExp(`^${sentence}\n  ${remedy}.*\n$`.replaceAll("HOME", site.home))),
});

asSomebody.each([["run"], ["status"], ["user list"], ["config check"], ["certificate"], ["certificate renew"]])(
  "%s, where the folder is read-only",
  async (verb) => {
    allowOnly(0o500, ".", 0o700);
    const said = await run(verb.split(" "));
    expect(said).toEqual({ out: "", ...says(77, "HOME may not be changed", "permit it: chmod u\\+rwx HOME") });
    await serves();
  },
);

asSomebody.each([
  ["data.sqlite", 0o400, 73, "look at whose file it is"],
  ["data.sqlite", 0o000, 73, "look at whose file it is"],
  ["lock", 0o400, 73, "look at whose file it is"],
  ["config.toml", 0o000, 77, "run it as the owner of the folder"],
  ["certificate/self-signed/key.pem", 0o000, 77, "run it as the owner of the folder"],
])("run, where %s has the mode %p", async (name, mode, exit, remedy) => {
  allowOnly(mode, name, 0o600);
  const said = await run(["run"]);
  expect({ exit: said.exit, err: said.err }).toEqual(says(exit, `.*${name}.*`, remedy));
  await serves();
});

asSomebody.each([
  ["a folder that may not be written", "home/below", 77, "run it as the owner of the folder"],
  ["a file in the way", "jabber-home/below", 73, "choose another folder"],
])("setup, with %s", async (_, where, exit, remedy) => {
  allowOnly(0o500, ".", 0o700);
  const said = await run(SETUP, join(site.folder, where));
  expect({ exit: said.exit, err: said.err }).toEqual(says(exit, ".*", remedy));
});

asSomebody("setup again, where the folder is read-only: everything stays", async () => {
  const before = everythingIn(site.home);
  allowOnly(0o500, ".", 0o700);
  const said = await run(SETUP);
  expect(said.exit).toBe(77);
  expect(everythingIn(site.home)).toEqual(before);
  await serves();
});

(isRoot ? asSomebody : test.skip)(
  "as root, also where an earlier version has left files of root: all is the owner's, who serves",
  async () => {
    const asRoot = (words: readonly string[], home = site.home): Promise<EndedProgram> =>
      runProgram([...program.slice(asNobody.length), ...words, "--home", home], {
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
      await using server = startProgram([...program.slice(asNobody.length), "run", "--home", site.home]);
      await server.prints(/server-started/);
      expect(ofRoot(site.home)).toEqual([]);
      expect((await run(["user", "list"])).out).toContain("carol@localhost");
    }
    expect(ofRoot(site.home)).toEqual([]);
    await serves();
    const inNew = join(site.home, "new", "chat");
    expect(await asRoot(SETUP, inNew)).toMatchObject({ exit: 0, err: "" });
    expect(everythingIn(inNew).length).toBeGreaterThan(4);
    expect(ofRoot(site.home)).toEqual([]);
  },
);

const ofRoot = (folder: string): string[] => everythingIn(folder).filter((path) => lstatSync(path).uid === 0);
