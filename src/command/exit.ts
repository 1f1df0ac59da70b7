/** The exit codes of a command, after sysexits.h. */

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** The database is damaged. */
  damaged: 65,
  /** The server is not running. */
  unavailable: 69,
  cannotCreate: 73,
  /** Another process holds what is needed. */
  tryAgain: 75,
  notPermitted: 77,
  /** config.toml is wrong or missing. */
  configuration: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const isExitCode = (code: unknown): code is ExitCode => Object.values(EXIT).some((known) => known === code);
