/** The file of dns.token_file: a token alone, or lines `key = value`; for its owner alone. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ApiProvider, Credentials } from "./api.ts";

export type CredentialsReason = "unreadable" | "open-to-others" | "too-long" | "not-understood" | "missing";

export class CredentialsError extends Error {
  readonly reason: CredentialsReason;
  readonly path: string;
  /** What the system says, or the keys that are missing; never a value. */
  readonly detail: string;

  constructor(reason: CredentialsReason, path: string, detail: string) {
    super(`${path}: ${reason}${detail === "" ? "" : ` (${detail})`}`);
    this.name = "CredentialsError";
    this.reason = reason;
    this.path = path;
    this.detail = detail;
  }
}

const MAX_BYTES = 8192;

/** What each API needs; further keys are of no use, except those of OPTIONAL. */
const NEEDED: Readonly<Record<ApiProvider, readonly string[]>> = {
  rfc2136: ["server", "key", "secret"],
  desec: ["token"],
  gandi: ["token"],
  ovh: ["application_key", "application_secret", "consumer_key"],
  cloudflare: ["token"],
};

export const neededKeys = (provider: ApiProvider): readonly string[] => NEEDED[provider];

/** Throws CredentialsError. */
export function readCredentials(provider: ApiProvider, path: string): Credentials {
  const credentials = parseCredentials(readOwnFile(path));
  if (credentials === undefined) throw new CredentialsError("not-understood", path, NEEDED[provider].join(", "));
  const missing = NEEDED[provider].filter((key) => (credentials[key] ?? "") === "");
  if (missing.length > 0) throw new CredentialsError("missing", path, missing.join(", "));
  return credentials;
}

/** Undefined for what is neither a token nor lines `key = value`; empty lines and comments (#) are left out. */
export function parseCredentials(text: string): Credentials | undefined {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const [first = "", ...others] = lines;
  if (others.length === 0 && /^[^\s=]+=*$/.test(first)) return { token: first };
  const pairs = lines.map((line) => /^([a-z_]+)\s*=\s*(?:"([^"]*)"|(\S+))$/.exec(line));
  if (lines.length === 0 || pairs.includes(null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? pair?.[3] ?? ""]));
}

/** The file is looked at after it was opened, so that nobody puts another in its place meanwhile. */
function readOwnFile(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { mode } = fstatSync(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new CredentialsError("open-to-others", path, (mode & 0o777).toString(8).padStart(4, "0"));
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    if (length > MAX_BYTES) throw new CredentialsError("too-long", path, String(MAX_BYTES));
    return buffer.toString("utf8", 0, length);
  } catch (error) {
    if (error instanceof CredentialsError) throw error;
    throw new CredentialsError("unreadable", path, (error as NodeJS.ErrnoException).code ?? String(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
