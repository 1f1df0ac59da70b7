/** jabber-home import: memory does not grow with the number of messages. */
import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCOUNTS, DOMAIN } from "../bench/import/messages.ts";
import { type MakeSource, SOURCES } from "../bench/import/sources.ts";
import { program } from "../support/process/program.ts";

const FEW = 20_000;
const MANY = 6 * FEW;
/** Measured: 1.13, and 1.40 where the texts of the messages were kept. */
const MOST = 1.27;

/** The most memory (RSS, in bytes) that the import of so many messages has had. */
async function memoryFor(make: MakeSource, messages: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-memory-"));
  try {
    const home = join(folder, "home");
    for (const each of [home, join(folder, "source")]) mkdirSync(each, { mode: 0o700 });
    writeFileSync(join(home, "config.toml"), `domains = ["${DOMAIN}"]\n`);
    const source = make(join(folder, "source"), messages / ACCOUNTS);
    const child = Bun.spawn([...program, "import", source, "--home", home, "--no-input", "--json"], {
      stdout: "pipe",
      stderr: "inherit",
    });
    const [answer] = await Promise.all([child.stdout.json(), child.exited]);
    expect(answer.total.stored.archived).toBe(messages);
    return child.resourceUsage()?.maxRSS ?? Number.NaN;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("six times as many messages take no more memory", async () => {
  const make = SOURCES["Prosody's SQLite"] as MakeSource;
  const [few, many] = [await memoryFor(make, FEW), await memoryFor(make, MANY)];
  expect(many / few).toBeLessThan(MOST);
}, 300_000);
