/** jabber-home logs: what the server has logged, or where that is. */

import { existsSync } from "node:fs";
import { serviceHome } from "../home.ts";
import { serviceMessages } from "../messages/service.ts";
import { durationOf } from "../options.ts";
import { askIfRunning } from "./ask.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { printJsonLine } from "./json/print.ts";
import { choice, integer, object, optional, text, time } from "./json/schema.ts";
import { isMeant, journalText, LOG_LEVELS, levelOfSeverity, readLogLine } from "./log-lines.ts";
import { followCommand, isFile, journalCommand, lastLines, targetOf, type Wish } from "./log-source.ts";
import { shellCommand } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

const DEFAULT_LINES = "100";
const LEVELS = LOG_LEVELS.join("|");

const FLAGS = {
  follow: { kind: "switch", meaning: "follow" },
  lines: { kind: "text", value: "N", meaning: "lastLines" },
  since: { kind: "text", value: "DURATION", meaning: "logSince" },
  level: { kind: "text", value: LEVELS, meaning: "logLevel" },
  grep: { kind: "text", value: "TEXT", meaning: "logGrep" },
  json: JSON_FLAG,
} as const;

/** The same of the journal and of a file. */
const LINE = object({
  time: optional(time("Not there where the line does not say it.")),
  level: optional(choice(LOG_LEVELS)),
  text: text("What is said, without time and level."),
});

const ANSWER = object(
  {
    shown: choice([false]),
    pid: optional(integer("Of the server; not there where it does not run.")),
    target: optional(text("Where it logs, which is no file.")),
  },
  "Where there is nothing that could be shown.",
);

export default defineVerb({
  name: "logs",
  examples: ["logs", "logs --follow", "logs --since 1h --level warn", "logs --grep alice --lines 1000"],
  prints: ANSWER,
  printsLines: LINE,
  flags: FLAGS,
  run: async (call) => {
    const { flags, home, terminal, language } = call;
    const messages = serviceMessages[language].logs;
    const wish = wishOf(call);
    const served = serviceHome();
    // Whoever has no server of their own means the service's.
    if (served !== undefined && (served === home.directory || !existsSync(home.config))) {
      if ((await showJournal(wish, flags.json, terminal)) === 0) return EXIT.ok;
      throw new CommandError(EXIT.failed, messages.notShown, messages.withSudo(`sudo ${shellCommand(home, "logs")}`));
    }
    const status = await askIfRunning(call, "GET /status");
    const target = status && targetOf(status.pid);
    if (target !== undefined && isFile(target)) return await showFile(target, wish, flags.json, terminal);
    const text = status ? messages.elsewhere(status.pid, target) : messages.notRunning(shellCommand(home, "run"));
    report(call, ANSWER, { shown: false, pid: status?.pid, target }, text);
    return status ? EXIT.ok : EXIT.unavailable;
  },
});

/** Throws CommandError, VerbError (usage). */
function wishOf({ flags, language }: Pick<Call<typeof FLAGS>, "flags" | "language">): Wish {
  const messages = serviceMessages[language].logs;
  const { lines = DEFAULT_LINES, follow, grep } = flags;
  if (!/^\d{1,9}$/.test(lines)) throw new CommandError(EXIT.usage, messages.notANumber(lines));
  const level = LOG_LEVELS.find((known) => known === flags.level);
  if (flags.level !== undefined && !level)
    throw new VerbError(EXIT.usage, "no-choice", { flag: "--level", given: flags.level, choices: LOG_LEVELS });
  const age = flags.since === undefined ? undefined : durationOf(flags.since);
  if (flags.since !== undefined && !Number.isFinite(age))
    throw new CommandError(EXIT.usage, messages.notADuration(flags.since));
  return { lines: Number(lines), follow, grep, level, since: age === undefined ? undefined : Date.now() - age };
}

/** The exit code of journalctl. */
async function showJournal(wish: Wish, asJson: boolean, terminal: Terminal): Promise<number> {
  const command = journalCommand(wish);
  if (Bun.which(command[0] ?? "") === null) return 127;
  if (!asJson) return await Bun.spawn([...command], { stdin: "ignore", stdout: "inherit", stderr: "inherit" }).exited;
  return await eachLine([...command, "--output=json"], (line) => terminal.out(printEntry(line)));
}

/** An entry as journalctl prints it in JSON (systemd.journal-fields(7)). */
function printEntry(line: string): string {
  const { __REALTIME_TIMESTAMP: time, PRIORITY: severity, MESSAGE: message } = JSON.parse(line);
  const moment = Number(time) / 1000;
  return printJsonLine(LINE, {
    time: Number.isFinite(moment) ? moment : undefined,
    level: severity === undefined ? undefined : levelOfSeverity(Number(severity)),
    text: journalText(message),
  });
}

async function showFile(path: string, wish: Wish, asJson: boolean, terminal: Terminal): Promise<ExitCode> {
  const print = (line: string): void => terminal.out(asJson ? printJsonLine(LINE, readLogLine(line)) : line);
  const { lines, bytes } = await lastLines(path, wish);
  for (const line of lines) print(line);
  if (!wish.follow) return EXIT.ok;
  // From where reading has ended: nothing is lost in between.
  const exit = await eachLine(followCommand(path, bytes + 1), (line) => isMeant(line, wish) && print(line));
  return exit === 0 ? EXIT.ok : EXIT.failed;
}

/** Calls back with each line that a program prints. Resolves with its exit code; 127 where it is not installed. */
async function eachLine(command: readonly string[], onLine: (line: string) => void): Promise<number> {
  if (Bun.which(command[0] ?? "") === null) return 127;
  const child = Bun.spawn([...command], { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of child.stdout) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) onLine(line);
  }
  return await child.exited;
}
