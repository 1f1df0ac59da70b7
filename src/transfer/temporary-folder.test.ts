/** Folders of an import: gone when it ends, when it is asked to end, and, where it was killed, with the next one. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

const { TMPDIR } = process.env;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-folders-"));
  process.env.TMPDIR = folder;
});
afterEach(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(folder, { recursive: true });
});

/** A process that has a folder, and waits. */
async function other() {
  const module = resolve(import.meta.dir, "temporary-folder.ts");
  const script = `import { temporaryFolder } from "${module}"; console.log(temporaryFolder().path); await Bun.sleep(60_000);`;
  const child = Bun.spawn([process.execPath, "-e", script], { env: { ...process.env, TMPDIR: folder } });
  const { value } = await child.stdout.getReader().read();
  expect(Buffer.from(value ?? []).toString()).toContain("jabber-home-import-");
  return child;
}

test("it is its owner's alone, and gone afterwards", () => {
  const { path, remove } = temporaryFolder();
  expect(statSync(path).mode & 0o777).toBe(0o700);
  remove();
  expect(readdirSync(folder)).toEqual([]);
});

test("a process that is asked to end takes it along, and ends by that signal", async () => {
  const child = await other();
  child.kill("SIGTERM");
  await child.exited;
  expect([child.signalCode, readdirSync(folder)]).toEqual(["SIGTERM", []]);
});

test("what a killed process has left is removed by the next one; what a running one has is not", async () => {
  const [killed, running] = await Promise.all([other(), other()]);
  expect(readdirSync(folder).length).toBe(2);
  killed.kill("SIGKILL");
  await killed.exited;
  const { remove } = temporaryFolder();
  remove();
  const left = readdirSync(folder);
  expect([left.length, left[0]]).toEqual([1, expect.stringContaining(`-${running.pid}-`)]);
  running.kill("SIGKILL");
  await running.exited;
});
