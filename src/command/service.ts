/** jabber-home service install, uninstall, start, stop, restart, reload, status, file. */
import { existsSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { ServiceError, serviceProblemText } from "../../installer/service/error.ts";
import { isManager, MANAGERS, serviceFile } from "../../installer/service/files.ts";
import { thisMachine } from "../../installer/service/machine.ts";
import {
  control,
  install,
  plannedFiles,
  readsShadow,
  type ServiceAction,
  serviceStatus,
  uninstall,
} from "../../installer/service/systemd.ts";
import { settingsFile } from "../../installer/settings.ts";
import { serviceMessages } from "../messages/service.ts";
import { modules } from "../modules.ts";
import { EXIT, type ExitCode, isExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { boolean, integer, object, optional, text } from "./json/schema.ts";
import { executable, sudoCommand } from "./program.ts";
import { type Call, COMMON_FLAGS, defineVerb, type Flags, JSON_FLAG, report } from "./verb.ts";

/** Runs `act`; a ServiceError becomes a CommandError in the person's language. */
function doing<F extends Flags>(act: (call: Call<F>) => ExitCode): (call: Call<F>) => ExitCode {
  return (call) => {
    try {
      return act(call);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const sentence = serviceProblemText(error.problem, serviceMessages[call.language]);
      const remedy = error.problem.kind === "not-administrator" ? sudoCommand(call.home) : undefined;
      throw new CommandError(isExitCode(error.exitCode) ? error.exitCode : EXIT.failed, sentence, remedy);
    }
  };
}

export const serviceInstall = defineVerb({
  name: "service install",
  examples: ["service install", "service install --home /srv/jabber", "service install --dry-run"],
  flags: { "dry-run": { kind: "switch", meaning: "dryRun" } },
  run: doing(({ flags, home, terminal, language }) => {
    const settings = settingsFile(home.config, modules, []);
    const installation = {
      home: home.directory,
      executable: executable(),
      readsShadow: readsShadow(thisMachine(), settings.source),
      ...(existsSync(home.config) ? { ports: settings.ports, backups: settings.backups } : {}),
    };
    if (flags["dry-run"]) terminal.out(plannedFiles(installation));
    else {
      const messages = serviceMessages[language];
      const member = install(thisMachine(), installation);
      terminal.out([messages.installed, ...(member === undefined ? [] : [messages.joined(member)])].join("\n"));
    }
    return EXIT.ok;
  }),
});

export const serviceUninstall = defineVerb({
  name: "service uninstall",
  examples: ["service uninstall"],
  flags: {},
  run: doing(({ home, terminal, language }) => {
    uninstall(thisMachine());
    terminal.out(serviceMessages[language].removed(home.directory));
    return EXIT.ok;
  }),
});

const controlling = (action: ServiceAction) =>
  defineVerb({
    name: `service ${action}`,
    examples: [`service ${action}`],
    flags: {},
    run: doing(({ terminal, language }) => {
      control(thisMachine(), action);
      terminal.out(serviceMessages[language].done[action]);
      return EXIT.ok;
    }),
  });

export const serviceStart = controlling("start");
export const serviceStop = controlling("stop");
export const serviceRestart = controlling("restart");
export const serviceReload = controlling("reload");

const STATE = object({
  installed: boolean(),
  enabled: boolean("It is started with the machine."),
  state: text("systemd's word: active, activating, failed, inactive …"),
  status: text("The status text of the server (sd_notify(3))."),
  pid: optional(integer()),
});

export const serviceState = defineVerb({
  name: "service status",
  examples: ["service status", "service status --json"],
  prints: STATE,
  flags: { json: JSON_FLAG },
  run: doing((call) => {
    const messages = serviceMessages[call.language];
    const status = serviceStatus(thisMachine());
    const isActive = status.state === "active";
    const state = status.installed ? messages.state(status.state, status.enabled) : messages.notInstalled;
    report(call, STATE, status, isActive && status.status !== "" ? `${state}\n${status.status}` : state);
    return isActive ? EXIT.ok : EXIT.unavailable;
  }),
});

/** For systems on which `service install` does nothing. */
export const servicePrint = defineVerb({
  name: "service file",
  operands: [MANAGERS.join("|")],
  examples: ["service file launchd", "service file openrc --home /srv/jabber"],
  flags: { home: COMMON_FLAGS.home },
  run: doing(({ operands, flags, terminal }) => {
    const [manager = ""] = operands;
    if (!isManager(manager)) throw new ServiceError({ kind: "no-manager", given: manager, managers: MANAGERS });
    const person = { name: userInfo().username, folder: homedir() };
    terminal.out(serviceFile(manager, { home: flags.home, person }).trimEnd());
    return EXIT.ok;
  }),
});
