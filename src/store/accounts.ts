/** The accounts of this server: who exists, and the keys by which they prove it (RFC 5802). */

export type ScramHash = "SHA-1" | "SHA-256" | "SHA-512";

/** RFC 5802 §3: what the server keeps instead of a password. */
export interface ScramKeys {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

export interface AccountRow {
  /** Bare. */
  readonly jid: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly admin: boolean;
}

export type AccountListener = (account: string) => void;

/** Everywhere, `account` is a bare JID. */
export interface Accounts {
  exists(account: string): boolean;
  keys(account: string, hash: ScramHash): ScramKeys | undefined;
  /** For an account that does not exist: always the same salt, and keys that no password has. */
  decoyKeys(account: string, hash: ScramHash): ScramKeys;
  /** Resolves when the account is on the disk. Rejects with AccountError: exists, password. */
  create(account: string, password: string): Promise<void>;
  /** All or none. Rejects with AccountError: exists, password. */
  createMany(accounts: readonly { readonly account: string; readonly password: string }[]): Promise<void>;
  /** Resolves when it is on the disk. Rejects with AccountError: unknown, password. */
  setPassword(account: string, password: string): Promise<void>;
  /** Takes as long for an account that does not exist. */
  verify(account: string, password: string): Promise<boolean>;
  /** With all that its listeners delete, or not at all. Throws AccountError unknown. */
  remove(account: string): void;
  /** By address. */
  list(): readonly AccountRow[];
  isAdmin(account: string): boolean;
  /** Throws AccountError unknown. */
  setAdmin(account: string, admin: boolean): void;
  /** Called inside the transaction that removes the account: delete what belongs to it. */
  onRemove(listener: AccountListener): void;
  /** Called inside the transaction that changes the password. */
  onPasswordChange(listener: AccountListener): void;
}
