/** What `doctor --fix` does about a finding: data for the question, and the act. */

import { SERVICE } from "../../../installer/service/description.ts";
import type { Machine } from "../../../installer/service/machine.ts";
import { control, install, readsShadow } from "../../../installer/service/systemd.ts";
import { settingsFile } from "../../../installer/settings.ts";
import {
  compact,
  emptyLog,
  giveBack,
  moveAway,
  remakeIndexes,
  removeLock,
  shutFile,
  shutFolder,
} from "../../doctor/mend.ts";
import type { Facts } from "../../findings/check.ts";
import type { Finding } from "../../findings/findings.ts";
import type { Home } from "../../home.ts";
import type { doctor } from "../../messages/en/doctor.ts";
import { modules } from "../../modules.ts";
import { executable } from "../program.ts";

export interface Mend {
  /** Of the sentence that asks (messages/doctor.ts), and what it names. */
  readonly act: keyof (typeof doctor)["acts"];
  readonly about: string;
  /** May throw what the system says. */
  readonly run: () => void;
}

export interface MendDeps {
  readonly home: Home;
  readonly facts: Facts;
  readonly machine: Machine;
}

/** Undefined for what a person has to decide, or this user may not do. */
export function mendOf(finding: Finding, { home, facts, machine }: MendDeps): Mend | undefined {
  const isStopped = facts.health?.server?.state === "stopped";
  const isService = facts.health?.service?.state === "installed";
  const { isAdministrator, hasSystemd } = machine;
  const whenStopped = (mend: Mend): Mend | undefined => (isStopped ? mend : undefined);
  const asAdministrator = (mend: Mend): Mend | undefined => (isAdministrator ? mend : undefined);
  const ofService = (mend: Mend): Mend | undefined => (isAdministrator && hasSystemd ? mend : undefined);
  const { kind, details } = finding;
  switch (kind) {
    case "home-open":
      return { act: "shutFolder", about: details.path, run: () => shutFolder(details.path, isService) };
    case "file-open":
      return { act: "shutFile", about: details.paths.join(" "), run: () => details.paths.forEach(shutFile) };
    case "file-locked":
      return { act: "shutFile", about: details.path, run: () => shutFile(details.path) };
    case "file-foreign":
      return asAdministrator({ act: "giveBack", about: details.home, run: () => giveBack(home) });
    case "file-in-the-way":
      return whenStopped({ act: "moveAway", about: details.path, run: () => void moveAway(details.path) });
    case "lock-damaged":
      return { act: "remove", about: details.path, run: () => removeLock(home) };
    case "database-index":
      return whenStopped({ act: "remakeIndexes", about: details.path, run: () => remakeIndexes(home) });
    case "database-unused":
      return whenStopped({ act: "compact", about: home.database, run: () => compact(home) });
    case "log-large":
      return whenStopped({ act: "emptyLog", about: home.database, run: () => emptyLog(home) });
    case "clock-unset":
    case "clock-off":
    case "clock-behind":
      return ofService({ act: "setClock", about: "", run: () => runs(machine, "timedatectl", "set-ntp", "true") });
    case "service-disabled":
      return ofService({ act: "enable", about: SERVICE, run: () => runs(machine, "systemctl", "enable", SERVICE) });
    case "service-stopped":
    case "service-failed":
      return ofService({ act: "start", about: SERVICE, run: () => control(machine, "start") });
    case "server-version":
      return isService
        ? ofService({ act: "restart", about: SERVICE, run: () => control(machine, "restart") })
        : undefined;
    case "service-other":
    case "service-program":
      return executable() === undefined
        ? undefined
        : ofService({ act: "installService", about: home.directory, run: () => reinstall(home, machine) });
    default:
      return undefined;
  }
}

/** Throws Error with what the program says. */
function runs(machine: Machine, ...command: string[]): void {
  const { code, output } = machine.run(...command);
  if (code !== 0) throw new Error(`${command.join(" ")}: ${output}`);
}

function reinstall(home: Home, machine: Machine): void {
  const { source, ports, backups } = settingsFile(home.config, modules, []);
  install(machine, {
    home: home.directory,
    executable: executable(),
    readsShadow: readsShadow(machine, source),
    ...{ ports, backups },
  });
}
