/** The file of dns.token_file: a token alone, or lines `key = value`; for its owner alone. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type ApiProvider, type Credentials, DnsApiError } from "./api.ts";

const MAX_BYTES = 8192;

/** What each API needs; rfc2136 takes `algorithm` as well, ovh `endpoint`, dyndns2 `username` and `password`. */
export const NEEDED: Readonly<Record<ApiProvider, readonly string[]>> = {
  rfc2136: ["server", "key", "secret"],
  desec: ["token"],
  gandi: ["token"],
  ovh: ["application_key", "application_secret", "consumer_key"],
  cloudflare: ["token"],
  hetzner: ["token"],
  infomaniak: ["token"],
  porkbun: ["api_key", "secret_api_key"],
  duckdns: ["token"],
  dyndns2: ["url"],
};

/** Throws DnsApiError. */
export function readCredentials(provider: ApiProvider, path: string): Credentials {
  const credentials = parseCredentials(readOwnFile(provider, path)) ?? {};
  const missing = NEEDED[provider].filter((key) => (credentials[key] ?? "") === "");
  if (missing.length > 0) throw new DnsApiError(provider, "file-incomplete", `${path}: ${missing.join(", ")}`);
  return credentials;
}

/** No token has any, and no field of HTTP takes one. */
const CONTROL = /[^\P{Cc}\t]/u;

/** Undefined for what is neither a token nor lines `key = value`; empty lines and comments (#) are left out. */
export function parseCredentials(text: string): Credentials | undefined {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.some((line) => CONTROL.test(line))) return undefined;
  const [first = "", ...others] = lines;
  if (others.length === 0 && /^[^\s=]+=*$/.test(first)) return { token: first };
  const pairs = lines.map((line) => /^([a-z_]+)\s*=\s*(?:"([^"]*)"|(\S+))$/.exec(line));
  if (lines.length === 0 || pairs.includes(null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? pair?.[3] ?? ""]));
}

/** The text of a file that is read as these; undefined where one of them cannot be written there. */
export function credentialsText(credentials: Credentials): string | undefined {
  const { token } = credentials;
  const line = ([key, value]: readonly [string, string]): string =>
    `${key} = ${/\s/.test(value) ? `"${value}"` : value}\n`;
  // A token with = in its middle would be read as a line.
  const isToken =
    token !== undefined && Object.keys(credentials).length === 1 && parseCredentials(token)?.token === token;
  const text = isToken ? `${token}\n` : Object.entries(credentials).map(line).join("");
  const read = parseCredentials(text) ?? {};
  const keys = Object.keys(credentials);
  const isSame = keys.length === Object.keys(read).length && keys.every((key) => read[key] === credentials[key]);
  return isSame && text.length <= MAX_BYTES ? text : undefined;
}

/** The file is looked at after it was opened, so that nobody puts another in its place meanwhile. */
function readOwnFile(provider: ApiProvider, path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { mode } = fstatSync(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw new DnsApiError(provider, "file-open", path);
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    if (length > MAX_BYTES) throw new DnsApiError(provider, "file-unreadable", `${path}: EFBIG`);
    return buffer.toString("utf8", 0, length);
  } catch (error) {
    if (error instanceof DnsApiError) throw error;
    throw new DnsApiError(provider, "file-unreadable", `${path}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
