/** jabber-home logs: what the server has logged, or where that is. */
import { existsSync } from "node:fs";
import { serviceHome } from "../home.ts";
import { serviceMessages } from "../messages/service.ts";
import { askIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { isFile, journalCommand, tailCommand, targetOf } from "./log-source.ts";
import { shellCommand } from "./program.ts";
import { defineVerb } from "./verb.ts";

const DEFAULT_LINES = "100";

export default defineVerb({
  name: "logs",
  examples: ["logs", "logs --follow", "logs --lines 1000"],
  flags: {
    follow: { kind: "switch", meaning: "follow" },
    lines: { kind: "text", value: "N", meaning: "lastLines" },
  },
  run: async (call) => {
    const { flags, home, terminal, language } = call;
    const messages = serviceMessages[language].logs;
    const { lines = DEFAULT_LINES } = flags;
    if (!/^\d{1,9}$/.test(lines)) throw new CommandError(EXIT.usage, messages.notANumber(lines));
    const wish = { lines, follow: flags.follow };
    const served = serviceHome();
    // Whoever has no server of their own means the service's.
    if (served !== undefined && (served === home.directory || !existsSync(home.config))) {
      if ((await show(journalCommand(wish))) === 0) return EXIT.ok;
      throw new CommandError(EXIT.failed, messages.notShown, messages.withSudo(`sudo ${shellCommand(home, "logs")}`));
    }
    const status = await askIfRunning(call, "GET /status");
    const target = status && targetOf(status.pid);
    if (target !== undefined && isFile(target))
      return (await show(tailCommand(target, wish))) === 0 ? EXIT.ok : EXIT.failed;
    terminal.out(status ? messages.elsewhere(status.pid, target) : messages.notRunning(shellCommand(home, "run")));
    return status ? EXIT.ok : EXIT.unavailable;
  },
});

/** The exit code of a program that prints to where this one does. */
async function show(command: readonly string[]): Promise<number> {
  if (Bun.which(command[0] ?? "") === null) return 127;
  return await Bun.spawn([...command], { stdin: "ignore", stdout: "inherit", stderr: "inherit" }).exited;
}
