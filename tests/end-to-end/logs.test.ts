/** `jabber-home logs` of a server that logs into a file: its lines, as they are and as JSON. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { checkPrinted } from "../support/process/printed.ts";
import { type RunningProgram, startProgram } from "../support/process/started.ts";

let site: LocalSite;
let server: RunningProgram;
beforeAll(async () => {
  site = await localSite();
  const command = ["sh", "-c", 'exec "$@" 2>"$0"', join(site.folder, "server.log"), ...site.command(["run"])];
  server = startProgram(command, { cwd: site.folder });
  while ((await site.runVerb(["status"])).exit === 69) await Bun.sleep(100);
}, 60_000);
afterAll(async () => {
  server.signal("SIGTERM");
  await server.exited;
  site[Symbol.dispose]();
}, 60_000);

test("each line of --json is what the verb declares, and the lines are those of the file", async () => {
  const { exit, out, err } = await site.runVerb(["logs", "--json"]);
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  await checkPrinted(["logs"], out);
  const lines = out.trimEnd().split("\n");
  const said = lines.map((line) => JSON.parse(line) as { level: string; text: string });
  expect(said.some(({ level, text }) => level === "info" && text.startsWith("server-started"))).toBe(true);
  const plain = (await site.runVerb(["logs"])).out.trimEnd().split("\n");
  expect(plain.length).toBe(lines.length);
}, 60_000);
