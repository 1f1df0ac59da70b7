/** jabber-home import: archived messages of other servers, end to end: the program is started, reads, stores and ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../../support/process/program.ts";
import { ACCOUNTS, DOMAIN } from "../import/messages.ts";
import { SOURCES } from "../import/sources.ts";
import type { Extent, Figure, Scenario } from "../scenario.ts";

/** Messages, at the usual length of a load. */
const MESSAGES = 200_000;
const USUAL_SECONDS = 10;
const AIM = 20_000;
/** MiB: it does not grow with the number of messages. */
const MEMORY_AIM = 200;

async function imported(home: string, source: string, messages: number, from: string): Promise<Figure[]> {
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, "config.toml"), `domains = ["${DOMAIN}"]\n`);
  const begun = performance.now();
  // The other core is free: the load is the program itself.
  const free = Bun.which("taskset") ? ["taskset", "-c", `0-${cpus().length - 1}`] : [];
  const child = Bun.spawn([...free, ...program, "import", source, "--home", home, "--no-input", "--json"], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const [answer] = await Promise.all([child.stdout.json(), child.exited]);
  const seconds = (performance.now() - begun) / 1000;
  const usage = child.resourceUsage();
  if (answer.total.stored.archived !== messages) throw new Error(`${answer.total.stored.archived} of ${messages} came`);
  return [
    {
      ...{ name: `CPU for a message from ${from}`, unit: "µs", better: "less" },
      value: Number(usage?.cpuTime.total ?? 0) / messages,
      place: { chart: "import", group: from },
    },
    { name: `messages from ${from}`, unit: "/s", value: messages / seconds, better: "more", aim: AIM },
    {
      ...{ name: `most memory (RSS), ${from}`, unit: "MiB", better: "less", aim: MEMORY_AIM },
      value: (usage?.maxRSS ?? 0) / 1024 / 1024,
    },
  ];
}

async function run(_: unknown, { seconds }: Extent): Promise<Figure[]> {
  const each = Math.ceil((MESSAGES * Math.min(1, seconds / USUAL_SECONDS)) / ACCOUNTS);
  const figures: Figure[] = [];
  for (const [from, make] of Object.entries(SOURCES)) {
    const folder = mkdtempSync(join(tmpdir(), "jabber-home-bench-import-"));
    try {
      mkdirSync(join(folder, "source"));
      const source = make(join(folder, "source"), each);
      figures.push(...(await imported(join(folder, "home"), source, each * ACCOUNTS, from)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return figures;
}

export const scenario: Scenario = {
  name: "import",
  about: `messages of ${ACCOUNTS} accounts and five years, stored without the search index, which the server makes afterwards`,
  scope: "ours",
  needs: ["import"],
  extraTimeoutMs: 900_000,
  run,
};
