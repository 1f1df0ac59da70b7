/** RFC 5280 §4.2.1.10: the names for which an authority may issue certificates. */
import { type DerValue, inside, onlyValue } from "./der.ts";
import { type GeneralName, readGeneralName } from "./general-name.ts";
import { hostOf } from "./service-identity.ts";

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
/** Comparisons for a chain; the certificate of a large host has a hundred names. */
const MAX_COMPARISONS = 20_000;

/** Reads the extension's value. Throws RangeError where it is empty or malformed. */
export function readNameConstraints(extension: Uint8Array): NameConstraints {
  const fields = inside(onlyValue(extension));
  const subtrees = (tag: number) => fields.filter((field) => field.tag === tag).flatMap((field) => inside(field, tag));
  const [permitted, excluded] = [subtrees(PERMITTED).map(baseOf), subtrees(EXCLUDED).map(baseOf)];
  if (permitted.length + excluded.length === 0) throw new RangeError("a constraint that constrains nothing");
  return { permitted, excluded };
}

/** The standard requires that minimum and maximum are absent. */
function baseOf(subtree: DerValue): GeneralName {
  const [base, ...others] = inside(subtree);
  if (base === undefined || others.length > 0) throw new RangeError("a subtree with a minimum or a maximum");
  const name = readGeneralName(base);
  const isHost = name.form !== "dns" || name.name === "" || (!name.name.startsWith("*") && hostOf(name) !== undefined);
  const isRange = name.form !== "ip" || name.octets.length === 8 || name.octets.length === 32;
  if (!isHost || !isRange) throw new RangeError("a constraint for names that there are not");
  return name;
}

/** Whether the authority may issue for all these names; false beyond MAX_COMPARISONS. */
export function permits({ permitted, excluded }: NameConstraints, names: readonly GeneralName[]): boolean {
  if (names.length * (permitted.length + excluded.length) > MAX_COMPARISONS) return false;
  return names.every((name) => {
    const bases = permitted.filter((base) => appliesTo(base, name));
    if (bases.length > 0 && !bases.some((base) => isWithin(name, base))) return false;
    return !excluded.some((base) => appliesTo(base, name) && mayBeWithin(name, base));
  });
}

/**
 * A constraint on dNSNames applies to all names of hosts: an authority for example.org only may not issue an XmppAddr of
 * example.com either.
 */
const appliesTo = (base: GeneralName, name: GeneralName): boolean =>
  base.tag === name.tag || (base.form === "dns" && (name.form === "srv" || name.form === "xmpp"));

/** Whether all that the name matches is in the subtree. */
function isWithin(name: GeneralName, base: GeneralName): boolean {
  if (base.form === "dns") {
    const host = hostOf(name);
    return host !== undefined && isHostWithin(host, base.name);
  }
  if (base.form === "ip") return name.form === "ip" && isInRange(name.octets, base.octets);
  return base.form === "directory" && name.form === "directory" && startsWith(name.path, base.path);
}

/** Whether anything that the name matches could be in the subtree; also where the two cannot be compared. */
function mayBeWithin(name: GeneralName, base: GeneralName): boolean {
  if (base.form === "ip" || base.form === "directory") return isWithin(name, base);
  if (base.form !== "dns") return true;
  const host = hostOf(name);
  if (host === undefined || isHostWithin(host, base.name)) return true;
  return host.startsWith("*.") && base.name.slice(base.name.indexOf(".")) === host.slice(1);
}

const isHostWithin = (host: string, base: string): boolean => base === "" || host === base || host.endsWith(`.${base}`);

/** `range`: an address followed by its mask. */
function isInRange(octets: Uint8Array, range: Uint8Array): boolean {
  const { length } = octets;
  if (range.length !== 2 * length) return false;
  return octets.every((octet, at) => ((octet ^ (range[at] ?? 0)) & (range[at + length] ?? 0)) === 0);
}

const startsWith = (path: readonly string[], base: readonly string[]): boolean =>
  base.every((part, at) => path[at] === part);
