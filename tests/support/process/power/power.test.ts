import { expect } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testWith } from "../../needs.ts";
import { openPower } from "./power.ts";

/** Makes a folder with a file, has all of it synced, and removes it without. */
const MADE_AND_REMOVED = `
  import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
  const root = process.argv[1];
  mkdirSync(root + "/day");
  writeFileSync(root + "/day/file", "kept");
  for (const path of ["/day/file", "/day", ""]) {
    const file = openSync(root + path, "r");
    fsyncSync(file);
    closeSync(file);
  }
  rmSync(root + "/day", { recursive: true });
`;

testWith(["gcc"])("a folder that was synced, and removed without that, is there again with its files", () => {
  const root = mkdtempSync(join(tmpdir(), "power-test-"));
  try {
    using power = openPower(root);
    const env = { ...process.env, ...power.env };
    const { exitCode } = Bun.spawnSync([process.execPath, "-e", MADE_AND_REMOVED, root], { env });
    expect([exitCode, readdirSync(root)]).toEqual([0, []]);
    power.cut();
    expect(readFileSync(join(root, "day/file"), "utf8")).toBe("kept");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
