/** How a verb fails: a sentence, a remedy, an exit code. */
import { ListenError } from "../assembly/listen-error.ts";
import { AuthError } from "../auth/password-source.ts";
import { CertificateError, problemText } from "../certificate/certificate-error.ts";
import { ConfigError, describeProblem } from "../config/error.ts";
import { ControlError } from "../control/protocol.ts";
import type { Home } from "../home.ts";
import { remedyText } from "../messages/certificate-problems.ts";
import type { Language } from "../messages/language.ts";
import { listenErrorText, systemErrors } from "../messages/system-errors.ts";
import { HomeError } from "../store/home-folder.ts";
import { RootsError } from "../trust/roots-error.ts";
import { EXIT, type ExitCode, isExitCode } from "./exit.ts";
import { fileFailure } from "./file-failure.ts";
import { VerbError, verbErrorText } from "./verb-error.ts";

export class CommandError extends Error {
  readonly exitCode: ExitCode;
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(exitCode: ExitCode, sentence: string, remedy?: string) {
    super(sentence);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}

export interface Failure {
  readonly error: string;
  readonly remedy?: string | undefined;
  readonly exitCode: ExitCode;
  /** The stack of an error that nobody foresaw. */
  readonly bug?: string | undefined;
}

/** By the system's error codes: the exit code, and the key of the remedy. */
const SYSTEM = {
  EACCES: [EXIT.notPermitted, "notPermitted"],
  EPERM: [EXIT.notPermitted, "notPermitted"],
  EROFS: [EXIT.cannotCreate, "readOnly"],
  ENOSPC: [EXIT.cannotCreate, "diskFull"],
  ENOTDIR: [EXIT.cannotCreate, "notFolder"],
  EADDRINUSE: [EXIT.unavailable, "addressInUse"],
  EADDRNOTAVAIL: [EXIT.unavailable, "noSuchAddress"],
  EAFNOSUPPORT: [EXIT.unavailable, "noSuchFamily"],
  ENOENT: [EXIT.failed, "noSuchFile"],
  EISDIR: [EXIT.failed, "isFolder"],
} as const;

const isSystemCode = (code: unknown): code is keyof typeof SYSTEM =>
  typeof code === "string" && Object.hasOwn(SYSTEM, code);

/** "FILE: no such file or directory" of the runtime's "ENOENT: no such file or directory, open 'FILE'". */
const plainMessage = (message: string): string =>
  message.replace(/^[A-Z0-9]+: (.+?), \w+ '(.+?)'.*$/, (_, reason: string, path: string) => `${path}: ${reason}`);

/** The exit code, and the key of the remedy. */
function systemFailure(error: Error, code: unknown) {
  if (!isSystemCode(code)) return [];
  return error instanceof ListenError && code === "EACCES" ? ([EXIT.notPermitted, "lowPort"] as const) : SYSTEM[code];
}

function sentenceOf(error: Error, isSystems: boolean, language: Language): string {
  if (error instanceof ListenError) return listenErrorText(error, language);
  return isSystems ? plainMessage(error.message) : error.message;
}

/** Any error as a failure of a verb on `home`. Errors with a property `exitCode` or `remedy` keep it. */
export function failureOf(error: unknown, language: Language, home: Home): Failure {
  const told = error instanceof VerbError ? error : fileFailure(error, home);
  if (told) {
    const [sentence, remedy] = verbErrorText(told, language);
    return { error: sentence, remedy, exitCode: told.exitCode };
  }
  if (error instanceof HomeError) {
    const [sentence, remedy] = systemErrors[language].homeIsOpen(error.home, error.mode);
    return { error: sentence, remedy, exitCode: EXIT.cannotCreate };
  }
  if (error instanceof AuthError) {
    const { kind, detail } = error.problem;
    const [sentence, remedy] = systemErrors[language].auth[kind](detail);
    return { error: sentence, remedy, exitCode: EXIT.configuration };
  }
  if (error instanceof RootsError) {
    const [sentence, remedy] = systemErrors[language].roots(error);
    return { error: sentence, remedy, exitCode: EXIT.failed };
  }
  // Only files that config.toml names keep a verb from its end: orders and renewals report their problems.
  if (error instanceof CertificateError) {
    const remedy = error.problem.remedies.map((one) => remedyText(one, language)).join(" ");
    return { error: problemText(error.problem, language), remedy, exitCode: EXIT.configuration };
  }
  if (error instanceof ConfigError) {
    const lines = error.problems.map((each) => describeProblem(each, language));
    return { error: lines.join("\n"), exitCode: EXIT.configuration };
  }
  if (!(error instanceof Error)) return { error: String(error), exitCode: EXIT.failed };
  const { exitCode, remedy, code } = error as Error & { exitCode?: unknown; remedy?: unknown; code?: unknown };
  const [systemExit, remedyKey] = systemFailure(error, code);
  const isForeseen =
    exitCode !== undefined || remedy !== undefined || systemExit !== undefined || error instanceof ControlError;
  return {
    error: sentenceOf(error, systemExit !== undefined, language),
    remedy: typeof remedy === "string" ? remedy : remedyKey && systemErrors[language][remedyKey],
    exitCode: isExitCode(exitCode) ? exitCode : (systemExit ?? EXIT.failed),
    bug: isForeseen ? undefined : error.stack,
  };
}
