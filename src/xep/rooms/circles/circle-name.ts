/** Names of circles, as people write them, and the addresses that their rooms get from them. */
import { tryParseJid } from "../../../jid/jid.ts";
import { nickname, PrecisError } from "../../../jid/precis.ts";

/** Characters. It stands in rosters, bookmarks and on pages. */
export const MAX_NAME_LENGTH = 60;
/** Characters of a local part that is made from a name. */
const MAX_LOCAL_LENGTH = 40;

/** The name without superfluous spaces; undefined for one that is empty, too long, or has characters that cannot be seen. */
export function circleName(text: string): string | undefined {
  if (text.length > 4 * MAX_NAME_LENGTH) return undefined;
  try {
    const name = nickname(text);
    return [...name].length > MAX_NAME_LENGTH ? undefined : name;
  } catch (error) {
    if (error instanceof PrecisError) return undefined;
    throw error;
  }
}

/** What two names have in common that people would take for the same. */
export const keyOf = (name: string): string => name.normalize("NFKC").toLowerCase();

/** Local parts for the room of a circle, the best first; without end. */
export function* localParts(name: string): Generator<string> {
  const base = baseOf(name);
  yield base;
  for (let number = 2; ; number++) yield `${base}-${number}`;
}

function baseOf(name: string): string {
  const words = keyOf(name).replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  const local = [...words]
    .slice(0, MAX_LOCAL_LENGTH)
    .join("")
    .replace(/^-+|-+$/g, "");
  // What no address may have in it (RFC 7622 §3.3) has its name from its kind.
  return local !== "" && tryParseJid(`${local}@localhost`) ? local : "circle";
}
