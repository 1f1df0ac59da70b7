/** The versions of all tables that this program makes. */
import { tmpdir } from "node:os";
import { openOfflineKernel } from "../assembly/offline.ts";
import { readConfig } from "../config/read.ts";
import { homeAt } from "../home.ts";
import { openStderrLog } from "../log/stderr.ts";
import { modules } from "../modules.ts";

/** By owner, of an empty database in memory. Nothing is written to a disk. */
export async function knownSchema(): Promise<Readonly<Record<string, number>>> {
  const config = readConfig('domains = ["localhost"]', modules);
  const { db, close } = await openOfflineKernel(homeAt(tmpdir()), config, openStderrLog("error", "text"), "trial");
  try {
    const rows = db.read<{ owner: string; version: number }>("SELECT owner, version FROM migrations").all();
    return Object.fromEntries(rows.map(({ owner, version }) => [owner, version]));
  } finally {
    await close();
  }
}
