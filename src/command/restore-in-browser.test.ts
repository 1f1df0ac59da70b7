/** What a browser sends to the page of setup, in the home. */
import { expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { homeAt } from "../home.ts";
import { uploadsInto } from "./restore-in-browser.ts";

test("what a setup that was killed had been sent is removed when another file comes, and nothing else is", () => {
  const directory = mkdtempSync(join(tmpdir(), "sent-"));
  try {
    const uploads = uploadsInto(homeAt(directory));
    const first = uploads.newPath();
    const folder = dirname(first);
    expect([existsSync(first), statSync(folder).mode & 0o777]).toEqual([false, 0o700]);
    writeFileSync(first, "half of a backup");
    const others = ["sent-by-hand.part", "jabber-home-2026-11-30.jhb", "sent-0123456789abcdef.part.jhb"];
    for (const name of others) writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "kept"));
    const second = uploads.newPath();
    expect(second).not.toBe(first);
    expect(readdirSync(folder).sort()).toEqual([...others, "kept"].sort());
    writeFileSync(second, "");
    expect(basename(second)).toMatch(/^sent-[0-9a-f]{16}\.part$/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
