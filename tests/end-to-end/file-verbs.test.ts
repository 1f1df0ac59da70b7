/** `jabber-home files …` beside a running server: what people have sent is shown, pruned and removed. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import files from "../../src/command/files/files.ts";
import prune from "../../src/command/files/prune.ts";
import remove from "../../src/command/files/remove.ts";
import type { AnyVerb } from "../../src/command/verb.ts";
import { type Cast, cast } from "../support/cast.ts";
import { checkPrinted } from "../support/process/printed.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { HTTPS, uploads, web } from "../support/xep/upload.ts";

let server: TestServer;
let actors: Cast<"alice" | "bob">;
const DAY = 86_400_000;
/** Milliseconds by which the server's clock is behind. */
let early = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: [HTTPS], now: () => Date.now() - early });
  actors = await cast(server, ["alice", "bob"]);
});
beforeEach(async () => {
  for (const account of ["alice", "bob"]) await runVerb(prune, [], { account, yes: true });
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The output of a verb. */
async function runVerb(verb: AnyVerb, operands: readonly string[], flags = {}, language: "en" | "fr" = "en") {
  const lines: string[] = [];
  const terminal = {
    out: (text: string) => void lines.push(text),
    err: () => {},
    isInteractive: false,
    isColoured: false,
    input: () => Buffer.alloc(0),
    env: {},
  };
  const call = { flags: { json: false, ...flags }, operands, home: server.home, terminal, language };
  expect(await verb.run(call)).toBe(0);
  if (call.flags.json) await checkPrinted(verb.name.split(" "), lines.join("\n"));
  return lines.join("\n");
}

/** Sends a file so many days ago. */
async function sent(who: "alice" | "bob", content: string, name: string, daysAgo = 0): Promise<string> {
  early = daysAgo * DAY;
  try {
    return await uploads(actors[who], content, { name, type: "text/plain" });
  } finally {
    early = 0;
  }
}

test("what there is, what may be, and who has most", async () => {
  expect(await runVerb(files, [])).toStartWith("nobody has sent a file yet\n  a file      at most 105 MB\n");
  await sent("alice", "x".repeat(2000), "a.txt");
  await sent("bob", "x".repeat(3000), "b.txt");
  await sent("bob", "x".repeat(500), "c.txt");
  const shown = await runVerb(files, []);
  expect(shown).toStartWith("3 files, 5.5 kB of the ");
  expect(shown).toContain(
    "  an account  at most 2.0 GB, and 1.0 GB a day\n  kept        until somebody deletes them\n",
  );
  expect(shown).toEndWith("\n\nbob@localhost    3.5 kB  2 files\nalice@localhost  2.0 kB  1 file");
  expect(await runVerb(files, [], {}, "fr")).toContain("3 fichiers, 5,5\u00a0ko sur les ");
  expect(JSON.parse(await runVerb(files, [], { json: true }))).toMatchObject({
    files: 3,
    bytes: 5500,
    owners: [{ owner: "bob@localhost", files: 2, bytes: 3500 }, { owner: "alice@localhost" }],
  });
});

test("the files of an account, the newest first, each with its address", async () => {
  const old = await sent("bob", "x".repeat(3000), "old\u009b2J.txt", 3);
  const url = await sent("bob", "x", "l'été.txt");
  const shown = await runVerb(files, [], { account: "bob" });
  const days = [new Date(Date.now() - 3 * DAY), new Date()].map((day) => day.toISOString().slice(0, 10));
  expect(shown).toBe(`bob@localhost: 2 files, 3.0 kB

l'été.txt
  1 B, text/plain, sent on ${days[1]}
  ${url}

old_2J.txt
  3.0 kB, text/plain, sent on ${days[0]}
  ${old}`);
  expect(await runVerb(files, [], { account: "alice@localhost" })).toBe("alice@localhost has no files here");
  await expect(runVerb(files, [], { account: "nobody" })).rejects.toThrow("there is no account nobody@localhost");
});

test("more files than one answer has are listed whole", async () => {
  for (let n = 0; n < 205; n++) await sent("bob", "x", `${n}.txt`);
  const { files: listed } = JSON.parse(await runVerb(files, [], { account: "bob", json: true }));
  expect(new Set(listed.map(({ name }: { name: string }) => name)).size).toBe(205);
});

test("pruning deletes what is old, what is large, of whom it is said; and nothing where nothing is said", async () => {
  const old = await sent("bob", "old", "old.txt", 100);
  const large = await sent("bob", "x".repeat(5000), "large.txt");
  const other = await sent("alice", "old", "other.txt", 100);
  await expect(runVerb(prune, [], { yes: true })).rejects.toThrow("which files?");
  await expect(runVerb(prune, [], { "older-than": "forever", yes: true })).rejects.toThrow('"forever" is no duration');
  await expect(runVerb(prune, [], { "larger-than": "5 potatoes", yes: true })).rejects.toThrow(
    '"5 potatoes" is no size',
  );
  // Nobody can be asked.
  await expect(runVerb(prune, [], { "older-than": "90d" })).rejects.toThrow("--yes");
  expect((await web(old)).status).toBe(200);
  expect(await runVerb(prune, [], { "older-than": "90d", account: "bob", yes: true })).toBe("1 file deleted: 3 B");
  expect([(await web(old)).status, (await web(large)).status, (await web(other)).status]).toEqual([404, 200, 200]);
  expect(await runVerb(prune, [], { "larger-than": "4kB", yes: true }, "fr")).toBe(
    "1 fichier supprimé\u00a0: 5,0\u00a0ko",
  );
  expect((await web(large)).status).toBe(404);
  expect(await runVerb(prune, [], { "larger-than": "4kB" })).toBe("no file is like that");
});

test("one file is removed by its address; it is gone from the disk, and so is its folder", async () => {
  const url = await sent("bob", "secret", "secret.txt", 40);
  const folder = server.home.folder("files");
  const day = new Date(Date.now() - 40 * DAY).toISOString().slice(0, 10);
  expect(readdirSync(folder)).toContain(day);
  const told = JSON.parse(await runVerb(files, [], { account: "bob", json: true }));
  expect(told).toMatchObject({
    files: expect.arrayContaining([expect.objectContaining({ name: "secret.txt", bytes: 6 })]),
  });
  expect(await runVerb(remove, [url], { yes: true })).toBe("secret.txt is deleted (of bob@localhost)");
  expect((await web(url)).status).toBe(404);
  while (readdirSync(folder).includes(day)) await new Promise((resolve) => setImmediate(resolve));
  await expect(runVerb(remove, [url], { yes: true })).rejects.toThrow("there is no file");
});

test("with --json a file that is removed is told as it was", async () => {
  const url = await sent("bob", "secret", "told.txt");
  const told = JSON.parse(await runVerb(remove, [url], { yes: true, json: true }));
  expect(told).toMatchObject({ name: "told.txt", bytes: 6, uploaded: expect.stringMatching(/Z$/) });
});
