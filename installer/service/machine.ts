/** What installing a service needs of a machine; a folder and a list of commands in tests. */
import { existsSync } from "node:fs";

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

export interface Machine {
  /** In front of every path: "" on a real machine. */
  readonly root: string;
  readonly isAdministrator: boolean;
  /** Whoever has become the administrator for this command (sudo, doas); undefined for root itself. */
  readonly person: string | undefined;
  /** sd_booted(3). */
  readonly hasSystemd: boolean;
  /** Runs a program to its end; its errors are part of the output. */
  readonly run: (...command: string[]) => CommandResult;
}

export const thisMachine = (): Machine => ({
  root: "",
  isAdministrator: process.getuid?.() === 0,
  person: personIn(process.env),
  hasSystemd: existsSync("/run/systemd/system"),
  run: (...command) => {
    if (Bun.which(command[0] ?? "") === null) return { code: 127, output: `${command[0]}: not found` };
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, { stdin: "ignore" });
    return { code: exitCode, output: `${stdout}${stderr}`.trim() };
  },
});

function personIn({ SUDO_USER, DOAS_USER }: Readonly<Record<string, string | undefined>>): string | undefined {
  const name = SUDO_USER || DOAS_USER;
  return name !== undefined && name !== "root" && /^\w[\w.-]*$/.test(name) ? name : undefined;
}
