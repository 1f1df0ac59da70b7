/** Runs a command and waits for it. */

/** Its standard output. Throws with its standard error when it fails or takes more than a minute. */
export function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  if (exitCode !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}${stdout}`);
  return stdout.toString();
}

/** The commands of these that are not on the PATH. */
export const absent = (...commands: readonly string[]): string[] => commands.filter((command) => !Bun.which(command));
