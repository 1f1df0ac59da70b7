/** Parses what people type where a domain or a name is asked for. */
import { isIP } from "node:net";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDomain } from "../src/jid/domain.ts";
import { makeJid } from "../src/jid/jid.ts";
import { StanzaError } from "../src/stanza-error.ts";

/** "https://Example.com/chat" and "me@example.com" mean example.com; undefined for what is no domain on the Internet. */
export function parseTypedDomain(typed: string): string | undefined {
  const bare = typed
    .trim()
    .replace(/^\w+:\/\//, "")
    .replace(/[/?#].*$/, "")
    .replace(/^.*@/, "")
    .replace(/:\d+$/, "")
    .replace(/\.$/, "");
  const domain = orUndefined(() => parseDomain(bare));
  return domain?.includes(".") && isIP(domain) === 0 ? domain : undefined;
}

/** What stands before the @ of a typed address: "" where nothing does, undefined where it cannot stand there. */
export function parseTypedLocal(typed: string): string | undefined {
  const bare = typed
    .trim()
    .replace(/^\w+:(\/\/)?/, "")
    .replace(/[/?#].*$/, "");
  const at = bare.lastIndexOf("@");
  return at <= 0 ? "" : parseTypedName(bare.slice(0, at), bare.slice(at + 1));
}

/** "Alice", "alice@example.com" and "alice" mean alice; undefined for what cannot stand before the @. */
export function parseTypedName(typed: string, domain: string): string | undefined {
  const at = typed.trim().split("@");
  if (at.length > 2 || (at.length === 2 && orUndefined(() => parseDomain(at[1] ?? "")) !== domain)) return undefined;
  return orUndefined(() => makeJid(at[0] ?? "", domain).local) || undefined;
}

/**
 * The absolute path that was meant: with quotes or spaces around it, escaped spaces (as terminals paste a file), `~`, `file://`.
 * Undefined for an empty one.
 */
export function parseTypedPath(typed: string, userHome = homedir()): string | undefined {
  const trimmed = typed.trim();
  const quoted = /^(['"])(.*)\1$/s.exec(trimmed)?.[2];
  const unescaped = quoted ?? trimmed.replace(/\\(.)/gs, "$1");
  const path = unescaped.startsWith("file://") ? orUndefined(() => fileURLToPath(unescaped)) : unescaped;
  if (!path) return undefined;
  return resolve(path.replace(/^~(?=\/|$)/, userHome));
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof StanzaError || error instanceof TypeError) return undefined;
    throw error;
  }
}
