/** How a command ends: sysexits.h where it has a word for it. */

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** The server is not running. */
  unavailable: 69,
  cannotCreate: 73,
  /** Another process has what is needed: try again. */
  tryAgain: 75,
  notPermitted: 77,
  /** config.toml, or none yet. */
  configuration: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const isExitCode = (code: unknown): code is ExitCode => Object.values(EXIT).some((known) => known === code);
