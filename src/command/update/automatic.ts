/** An update that a running server begins by itself. */
import { join } from "node:path";
import type { Home } from "../../home.ts";
import type { Logger } from "../../log.ts";
import { baseOf, mayReplace } from "../../release/executables.ts";
import { makeUpdateFolder, updateFolder, WANTED } from "../../release/journal.ts";
import { writeSynced } from "../../store/durable-file.ts";
import { version } from "../../version.ts";
import { executable } from "../program.ts";

/**
 * `place`: where the release is. Starts `update` as a process of its own, which outlives this one. Where the server may not replace its executable, a unit of
 * systemd waits for a file in the home (installer/service/update-units.ts).
 */
export function beginUpdate({ directory }: Home, place: string, log: Logger): void {
  const own = executable();
  if (own === undefined) return;
  const words = [baseOf(own), "update", "--yes", "--from", place, "--home", directory];
  if (!mayReplace(baseOf(own))) {
    makeUpdateFolder(directory);
    writeSynced(join(updateFolder(directory), WANTED), `${version}\n`);
    log.info({ event: "update-asked-for" });
    return;
  }
  log.info({ event: "update-begins" });
  // By a shell, so that it is nobody's child: this process may become another program meanwhile.
  Bun.spawn(["sh", "-c", '"$@" &', "sh", ...words], { stdin: "ignore", stdout: 2, stderr: 2 }).unref();
}
