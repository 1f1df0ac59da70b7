/** Errors of the store and of accounts. */

export type StoreErrorReason = "unusable" | "full" | "failed" | "closed" | "locked" | "newer" | "updating";

export interface StoreErrorAbout {
  /** The file. */
  readonly path?: string;
  /** The process that has the home. */
  readonly pid?: number | undefined;
  /** The version of the program that has written the file. */
  readonly program?: string | undefined;
}

/**
 * `unusable`: the file cannot be opened, or is no database.
 * `failed`: the disk took no more; nothing of the tick was kept. `closed`: used after its end.
 * `full`: there is no room for anything new, or the disk has taken nothing of this tick; all goes on.
 * `locked`: another process serves this home. `newer`: the file was written by a later version of this program.
 * `updating`: an update has not proven itself yet, so that only a server may change the tables.
 */
export class StoreError extends Error {
  readonly reason: StoreErrorReason;
  readonly about: StoreErrorAbout;

  constructor(reason: StoreErrorReason, sentence: string, cause?: unknown, about: StoreErrorAbout = {}) {
    super(sentence, { cause });
    this.about = about;
    this.reason = reason;
  }
}

/** For a request that would store something new. */
export const fullError = (cause?: unknown): StoreError =>
  new StoreError(
    "full",
    "the disk of this server is nearly full, so that nothing new is kept: try again later, and tell whoever runs the server",
    cause,
  );

/**
 * `password`: it is empty, too long, or holds what a password may not (RFC 8265 §4.2). `short`: below MIN_PASSWORD_LENGTH.
 * `account-elsewhere`, `password-elsewhere`: accounts, passwords are those of the machine, a program or a directory.
 */
export type AccountErrorReason =
  | "exists"
  | "unknown"
  | "password"
  | "short"
  | "account-elsewhere"
  | "password-elsewhere";

export class AccountError extends Error {
  readonly reason: AccountErrorReason;
  readonly account: string;
  /** Of `account-elsewhere` and `password-elsewhere`: auth.source. */
  readonly source: string | undefined;

  constructor(reason: AccountErrorReason, account: string, sentence: string, source?: string) {
    super(`${account}: ${sentence}`);
    this.reason = reason;
    this.account = account;
    this.source = source;
  }
}
