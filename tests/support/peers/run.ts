/** Runs a command and waits for it. */

/** Returns the standard output. Throws with the standard error when the command fails or takes more than a minute. */
export function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  if (exitCode !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}${stdout}`);
  return stdout.toString();
}

/** Those of the commands that are not on the PATH. */
export const absent = (...commands: readonly string[]): string[] => commands.filter((command) => !Bun.which(command));
