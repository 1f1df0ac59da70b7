/** RFC 5280 §4.2: the extensions of a certificate, as far as path validation depends on them. */
import { contentsOf, type DerValue, inside, oidText, onlyValue, TAG } from "./der.ts";
import { type GeneralName, readGeneralName } from "./general-name.ts";
import { type NameConstraints, readNameConstraints } from "./name-constraints.ts";

export interface Extensions {
  /** Whether it may sign other certificates. */
  readonly isAuthority: boolean;
  /** pathLenConstraint: how many intermediate certificates may follow below it. */
  readonly pathLength: number;
  /** The first eight bits of the key usage, highest first; undefined: not restricted. */
  readonly keyUsage: number | undefined;
  /** Extended key usage; undefined: not restricted. */
  readonly purposes: readonly string[] | undefined;
  readonly names: readonly GeneralName[];
  readonly constraints: NameConstraints | undefined;
  /** The identifiers of critical extensions that are not recognized. */
  readonly unrecognized: readonly string[];
}

const [SUBJECT_ALT_NAME, BASIC_CONSTRAINTS, KEY_USAGE] = ["2.5.29.17", "2.5.29.19", "2.5.29.15"];
const [EXTENDED_KEY_USAGE, NAME_CONSTRAINTS] = ["2.5.29.37", "2.5.29.30"];
/** Any policy is accepted here, so these have no effect: certificate policies, policy mappings, inhibitAnyPolicy. */
const WITHOUT_EFFECT = ["2.5.29.32", "2.5.29.33", "2.5.29.54"];
/** §4.2.1.11: may require one policy along the whole path, which is not implemented. */
const POLICY_CONSTRAINTS = "2.5.29.36";
const RECOGNIZED = new Set([
  ...[SUBJECT_ALT_NAME, BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, NAME_CONSTRAINTS],
  ...WITHOUT_EFFECT,
]);

interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

/** Throws RangeError where an extension is malformed or occurs twice. */
export function readExtensions(list: readonly DerValue[]): Extensions {
  const extensions = list.map(readExtension);
  const values = new Map(extensions.map(({ id, value }) => [id, value]));
  if (values.size < extensions.length) throw new RangeError("an extension stands there twice");
  const read = <T>(id: string, reader: (value: Uint8Array) => T): T | undefined => {
    const value = values.get(id);
    return value && reader(value);
  };
  return {
    ...(read(BASIC_CONSTRAINTS, readBasicConstraints) ?? { isAuthority: false, pathLength: 0 }),
    keyUsage: read(KEY_USAGE, readKeyUsage),
    purposes: read(EXTENDED_KEY_USAGE, readPurposes),
    names: read(SUBJECT_ALT_NAME, (value) => inside(onlyValue(value)).map(readGeneralName)) ?? [],
    constraints: read(NAME_CONSTRAINTS, readNameConstraints),
    unrecognized: extensions
      .filter(({ id, isCritical }) => id === POLICY_CONSTRAINTS || (isCritical && !RECOGNIZED.has(id)))
      .map(({ id }) => id),
  };
}

function readExtension(extension: DerValue): Extension {
  const [id, ...others] = inside(extension);
  const [critical] = others.length === 2 ? contentsOf(others[0], TAG.boolean) : [0];
  const value = contentsOf(others.at(-1), TAG.octetString);
  return { id: oidText(contentsOf(id, TAG.oid)), isCritical: critical !== 0, value };
}

function readBasicConstraints(value: Uint8Array): { isAuthority: boolean; pathLength: number } {
  const fields = inside(onlyValue(value));
  const isAuthority = fields[0]?.tag === TAG.boolean && fields[0].contents[0] !== 0;
  const limit = fields.find(({ tag }) => tag === TAG.integer)?.contents;
  // No path is longer than 255.
  return { isAuthority, pathLength: limit?.length === 1 ? (limit[0] ?? 0) : Number.POSITIVE_INFINITY };
}

function readKeyUsage(value: Uint8Array): number {
  const [unused, bits] = onlyValue(value, TAG.bitString).contents;
  if (unused === undefined) throw new RangeError("a key usage that is cut");
  return bits ?? 0;
}

const readPurposes = (value: Uint8Array): readonly string[] =>
  inside(onlyValue(value)).map((purpose) => oidText(contentsOf(purpose, TAG.oid)));
