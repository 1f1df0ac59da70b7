/** What the wizard is told of data of other servers. */
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { homeAt } from "../home.ts";
import { bringForSetup, sightAt } from "./source-for-setup.ts";

const folder = mkdtempSync(join(tmpdir(), "source-for-setup-"));
afterAll(() => rmSync(folder, { recursive: true }));
const asker = { home: homeAt(join(folder, "home")), language: "en" } as const;

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const ACCOUNT = 'return { ["password"] = "secret-of-marie" };\n';
write("prosody/example%2ecom/accounts/marie.dat", ACCOUNT);
write("prosody/example%2ecom/roles/marie.dat", 'return { ["prosody:admin"] = true };\n');
write("prosody/example%2eorg/accounts/bob.dat", ACCOUNT);
const ROOM = 'return { ["_jid"] = "garden@conference.example.com", ["_data"] = {}, ["_affiliations"] = {} };\n';
write("prosody/conference%2eexample%2ecom/config/garden.dat", ROOM);
write("prosody/conference%2eexample%2ecom/persistent.dat", 'return { ["garden@conference.example.com"] = true };\n');

test("the domains of a source, each with what its services are called", () => {
  expect(sightAt(join(folder, "prosody"), asker)).toEqual({
    ...{ state: "readable", kind: "prosody" },
    domains: [
      { domain: "example.com", roomLabels: ["conference"], fileHosts: [] },
      { domain: "example.org", roomLabels: [], fileHosts: [] },
    ],
  });
});

test("data that only their server reads, nothing, and what is no data are told apart, with a sentence", () => {
  write("mnesia/schema.DAT", "");
  write("notes/notes.txt", "hello");
  const seen = ["mnesia", "nowhere", "notes"].map((name) => sightAt(join(folder, name), asker));
  expect(seen.map(({ state }) => state)).toEqual(["raw", "refused", "refused"]);
  expect(JSON.stringify(seen)).toContain("ejabberdctl backup");
  expect(JSON.stringify(seen)).toContain("ENOENT");
});

test("a trial tells who comes along, of the domain that moves, and who administers there; nothing is stored", async () => {
  write("home/config.toml", 'domains = ["example.com"]\n');
  const request = { path: join(folder, "prosody"), domain: "example.com", isTrial: true, onProgress: () => {} };
  const { accounts, lines } = await bringForSetup({ ...request, signal: new AbortController().signal }, asker);
  expect(accounts).toEqual([{ name: "marie", admin: true }]);
  expect(lines.join("\n")).toContain("1 account");
  expect(await Bun.file(asker.home.database).exists()).toBe(false);
});

test("an import that is stopped rejects with the reason, and stores no more", async () => {
  const controller = new AbortController();
  controller.abort(new Error("stopped"));
  const request = { path: join(folder, "prosody"), domain: "example.com", isTrial: false, onProgress: () => {} };
  await expect(bringForSetup({ ...request, signal: controller.signal }, asker)).rejects.toThrow("stopped");
});
