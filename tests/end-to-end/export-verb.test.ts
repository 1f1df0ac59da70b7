/** `jabber-home export`: by the running server, and by the database where none runs. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import exportVerb from "../../src/command/export.ts";
import { enter } from "../support/cast.ts";
import { checkPrinted } from "../support/process/printed.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  server = await startTestServer();
  folder = server.home.directory;
  const alice = await enter(server, "alice", "phone");
  await alice.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Alice</FN></vCard></iq>');
  await enter(server, "bob", "phone");
});
afterAll(() => server[Symbol.asyncDispose]());

interface Flags {
  readonly format?: string;
  readonly account?: string;
  readonly json?: boolean;
}

/** What is printed, and where the result is. */
async function run(to: string, flags: Flags = {}, language: "en" | "fr" = "en") {
  const lines: string[] = [];
  const terminal = {
    ...{
      out: (text: string) => void lines.push(text),
      err: () => {},
      isInteractive: false,
      isColoured: false,
      env: {},
    },
    input: () => Buffer.alloc(0),
  };
  const path = join(folder, to);
  const given = { format: undefined, account: undefined, json: false, ...flags, to: path };
  expect(await exportVerb.run({ flags: given, operands: [], home: server.home, terminal, language })).toBe(0);
  if (given.json) await checkPrinted(["export"], lines.join("\n"));
  return { text: lines.join("\n"), path };
}

const namesIn = (path: string): string[] =>
  [...readFileSync(path, "utf8").matchAll(/<user name="([^"]+)"/g)].map(([, name = ""]) => name);

test("all accounts with their keys, in a file for its owner alone", async () => {
  const { path, text } = await run("all.xml");
  expect(namesIn(path)).toEqual(["alice", "bob"]);
  expect(readFileSync(path, "utf8")).toContain('mechanism="SCRAM-SHA-1"');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(text).toStartWith(`everything is in ${path}\nIt can be used to guess passwords`);
});

test("one account, and in French", async () => {
  const { path, text } = await run("bob.xml", { account: "bob" }, "fr");
  expect(namesIn(path)).toEqual(["bob"]);
  expect(text).toStartWith(`tout est dans ${path}\n`);
  await expect(run("nobody.xml", { account: "nobody" })).rejects.toThrow("nobody");
  expect(existsSync(join(folder, "nobody.xml"))).toBe(false);
});

test("a dump for ejabberd, and a folder for Prosody; nothing else is left beside them", async () => {
  const dump = await run("all.dump", { format: "ejabberd", json: true });
  expect(JSON.parse(dump.text)).toEqual({ format: "ejabberd", path: dump.path, left: [] });
  expect(readFileSync(dump.path, "utf8").match(/^\{'passwd',/gm)).toHaveLength(2);
  expect(statSync(dump.path).mode & 0o777).toBe(0o600);
  const data = await run("data", { format: "prosody" });
  expect(readdirSync(join(data.path, "localhost", "accounts")).toSorted()).toEqual(["alice.dat", "bob.dat"]);
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});

test("nothing is written over, and other formats are named", async () => {
  for (const format of ["xep0227", "prosody", "ejabberd"]) {
    await run(`there-${format}`, { format });
    await expect(run(`there-${format}`, { format })).rejects.toMatchObject({ exitCode: 73 });
    rmSync(join(folder, `there-${format}`), { recursive: true });
  }
  await expect(run("x", { format: "openfire" })).rejects.toMatchObject({
    ...{ exitCode: 2, remedy: "one of these: --format xep0227, --format prosody, --format ejabberd" },
  });
});

test("while no server runs, the database gives the same", async () => {
  const before = await run("running.xml");
  await server.server.stop();
  writeFileSync(server.home.config, 'domains = ["localhost"]\n', { mode: 0o600 });
  const after = await run("stopped.xml");
  expect(readFileSync(after.path, "utf8")).toBe(readFileSync(before.path, "utf8"));
  await expect(run("nobody.xml", { account: "nobody" })).rejects.toThrow("nobody@localhost");
  // The lock is free again.
  await run("again.xml", { account: "alice" });
});
