/** What is grave is written to the administrators of a running server, and that it is mended; /status has it meanwhile. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askServer } from "../../src/control/client.ts";
import { findingsOf } from "../../src/findings/findings.ts";
import { homeAt } from "../../src/home.ts";
import { examine } from "../support/process/examine.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";

let site: LocalSite;
beforeAll(async () => {
  site = await localSite({ program });
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

test("a disk that is not mounted is told to the administrator once, and once more when it is", async () => {
  await using server = await site.start();
  const alice = await server.logIn("alice");
  const bob = await server.logIn("bob");
  const home = homeAt(site.home);
  const look = async () => (await askServer(home, "POST /health/look")) ?? {};
  const kinds = async () => findingsOf(await look(), Date.now()).map(({ kind }) => kind);
  const link = join(site.home, "files");
  rmSync(link, { recursive: true, force: true });
  symlinkSync("/nowhere/files", link);
  expect(await kinds()).toContain("link-broken");
  const isNotice = ({ name, attrs }: { name: string; attrs: Record<string, string> }): boolean =>
    name === "message" && attrs.from === "localhost";
  const told = await alice.receive(isNotice);
  expect(told.getChildText("body")).toContain(`${link} leads to /nowhere/files, and nothing is there`);
  expect(await kinds()).toContain("link-broken");
  // The next start would not like this.
  const text = readFileSync(home.config, "utf8");
  writeFileSync(home.config, text.replace('client = "', 'client = "nowhere'));
  expect(await kinds()).toContain("config-wrong");
  expect((await alice.receive(isNotice)).getChildText("body")).toContain(
    "The server does not start with this config.toml",
  );
  rmSync(link);
  expect(await kinds()).not.toContain("link-broken");
  await look();
  const mended = await alice.receive(isNotice);
  expect(mended.getChildText("body")).toStartWith(`This is mended:\n\n- ${link} leads to /nowhere/files`);
  writeFileSync(home.config, text);
  // Nobody else is told: the next that bob gets is his own.
  bob.send('<message to="bob@localhost" type="chat" id="own"><body>to myself</body></message>');
  expect((await bob.receive(({ name }) => name === "message")).attrs.id).toBe("own");
});

test("what the doctor has mended is no longer in the status of the server that runs", async () => {
  await using server = await site.start();
  const home = homeAt(site.home);
  chmodSync(home.secret, 0o644);
  const before = (await askServer(home, "POST /health/look")) ?? {};
  expect(findingsOf(before, Date.now()).map(({ kind }) => kind)).toContain("file-open");
  await examine(site.home, ["--fix", "--yes"]);
  const after = (await askServer(home, "GET /status")) ?? {};
  expect(findingsOf(after, Date.now()).map(({ kind }) => kind)).not.toContain("file-open");
  expect(server.pid).toBeGreaterThan(0);
});
