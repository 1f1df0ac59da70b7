/** RFC 5280 §4.2.1.10: the names that an authority may give. */
import { type DerValue, inside, onlyValue } from "./der.ts";
import { type GeneralName, readGeneralName } from "./general-name.ts";
import { hostOf } from "./names.ts";

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
/** Comparisons that a chain may cost; the certificates of a large host hold a hundred names. */
const MAX_COMPARISONS = 20_000;

/** The extension's value. Throws RangeError where it says nothing, or what is no constraint. */
export function readNameConstraints(extension: Uint8Array): NameConstraints {
  const fields = inside(onlyValue(extension));
  const subtrees = (tag: number) => fields.filter((field) => field.tag === tag).flatMap((field) => inside(field, tag));
  const [permitted, excluded] = [subtrees(PERMITTED).map(baseOf), subtrees(EXCLUDED).map(baseOf)];
  if (permitted.length + excluded.length === 0) throw new RangeError("a constraint that constrains nothing");
  return { permitted, excluded };
}

/** The standard wants the minimum and the maximum of a subtree left out. */
function baseOf(subtree: DerValue): GeneralName {
  const [base, ...others] = inside(subtree);
  if (base === undefined || others.length > 0) throw new RangeError("a subtree with a minimum or a maximum");
  const name = readGeneralName(base);
  const isHost = name.form !== "dns" || name.name === "" || (!name.name.startsWith("*") && hostOf(name) !== undefined);
  const isRange = name.form !== "ip" || name.octets.length === 8 || name.octets.length === 32;
  if (!isHost || !isRange) throw new RangeError("a constraint for names that there are not");
  return name;
}

/** Whether the authority may give all these names; not where it would take too long to tell. */
export function permits({ permitted, excluded }: NameConstraints, names: readonly GeneralName[]): boolean {
  if (names.length * (permitted.length + excluded.length) > MAX_COMPARISONS) return false;
  return names.every((name) => {
    const bases = permitted.filter((base) => concerns(base, name));
    if (bases.length > 0 && !bases.some((base) => isWithin(name, base))) return false;
    return !excluded.some((base) => concerns(base, name) && mayBeWithin(name, base));
  });
}

/**
 * A constraint on hosts holds for whatever names a host: an authority for example.org alone may not name example.com by
 * an XmppAddr either.
 */
const concerns = (base: GeneralName, name: GeneralName): boolean =>
  base.tag === name.tag || (base.form === "dns" && (name.form === "srv" || name.form === "xmpp"));

/** Whether all that the name stands for is in the subtree. */
function isWithin(name: GeneralName, base: GeneralName): boolean {
  if (base.form === "dns") {
    const host = hostOf(name);
    return host !== undefined && isHostWithin(host, base.name);
  }
  if (base.form === "ip") return name.form === "ip" && isInRange(name.octets, base.octets);
  return base.form === "directory" && name.form === "directory" && startsWith(name.path, base.path);
}

/** Whether anything the name stands for could be in the subtree; it could where the two cannot be compared. */
function mayBeWithin(name: GeneralName, base: GeneralName): boolean {
  if (base.form === "ip" || base.form === "directory") return isWithin(name, base);
  if (base.form !== "dns") return true;
  const host = hostOf(name);
  if (host === undefined || isHostWithin(host, base.name)) return true;
  return host.startsWith("*.") && base.name.slice(base.name.indexOf(".")) === host.slice(1);
}

const isHostWithin = (host: string, base: string): boolean => base === "" || host === base || host.endsWith(`.${base}`);

/** `range` is an address and then its mask. */
function isInRange(octets: Uint8Array, range: Uint8Array): boolean {
  const { length } = octets;
  if (range.length !== 2 * length) return false;
  return octets.every((octet, at) => ((octet ^ (range[at] ?? 0)) & (range[at + length] ?? 0)) === 0);
}

const startsWith = (path: readonly string[], base: readonly string[]): boolean =>
  base.every((part, at) => path[at] === part);
