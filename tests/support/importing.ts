/** A home into which something has come from another server. */
import { openImport } from "../../src/assembly/import.ts";
import type { Config } from "../../src/config/schema.ts";
import type { Home } from "../../src/home.ts";
import { runImport } from "../../src/operations/import.ts";
import type { ImportResult } from "../../src/operations/import-run.ts";
import { createHome } from "../../src/store/home-folder.ts";
import type { Imported, Source, SourceHost } from "../../src/transfer/source.ts";
import { memoryLog } from "./in-memory/memory-log.ts";

/** What `before` of a test server is given; the home is made where it is missing. */
export async function importInto(home: Home, config: Config, source: Source): Promise<ImportResult> {
  createHome(home);
  const opened = await openImport(home, config, memoryLog(), false);
  try {
    const result = await runImport(opened.deps, source, {
      domains: config.general.domains,
      file: "source",
      isTrial: false,
    });
    await result.forget();
    return result;
  } finally {
    await opened.close();
  }
}

/** A source of these things. */
export const sourceWith = (hosts: readonly SourceHost[], items: readonly Imported[]): Source => ({
  hosts,
  digest: "of a test",
  read: () => items,
  close: () => {},
});
