/** state.json: what is kept of certificates across restarts. */
import { join } from "node:path";
import { textOf, writeDurably } from "../store/durable-file.ts";
import type { CertificateProblem } from "./certificate-error.ts";

/** All times are milliseconds since 1970. */
export interface CertificateState {
  /** Account URLs by ACME directory. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Failed authorizations by directory and name. */
  readonly failures: readonly { readonly directory: string; readonly name: string; readonly at: number }[];
  /** Certificates obtained, by directory and exact set of names (sorted, joined with a space). */
  readonly issued: readonly { readonly directory: string; readonly names: string; readonly at: number }[];
  /** Failed renewals in a row. */
  readonly failedRenewals: number;
  /** No renewal before this time, whatever is due. */
  readonly notBefore: number;
  readonly lastProblem: (CertificateProblem & { readonly at: number }) | undefined;
  /** The last renewal information of the authority (RFC 9773). */
  readonly suggestion: RenewalInfo | undefined;
  /** When the names were last looked up in DNS. */
  readonly namesCheckedAt: number;
  /** When the administrators were last told that the certificate expires soon. */
  readonly expiryToldAt: number;
}

/** Renewal information (RFC 9773 §4.2). */
export interface RenewalInfo {
  /** The identifier of the certificate (§4.1). */
  readonly certificate: string;
  readonly start: number;
  readonly end: number;
  /** A random time within the window, chosen once for each window. */
  readonly chosen: number;
  /** When to ask again (Retry-After). */
  readonly askAgainAt: number;
  readonly explanation: string | undefined;
}

/** When the newest certificate was obtained, in milliseconds since 1970; 0 where none was. */
export const obtainedAt = ({ issued }: CertificateState): number => Math.max(0, ...issued.map(({ at }) => at));

const EMPTY: CertificateState = {
  accounts: {},
  failures: [],
  issued: [],
  failedRenewals: 0,
  notBefore: 0,
  lastProblem: undefined,
  suggestion: undefined,
  namesCheckedAt: 0,
  expiryToldAt: 0,
};

export interface StateFile {
  read(): CertificateState;
  /** Writes the changes to the disk. Returns the new state. */
  change(changes: Partial<CertificateState>): CertificateState;
}

/** The state.json of a folder; a missing or damaged one counts as empty, since its content can be found out again. */
export function openStateFile(folder: string): StateFile {
  const path = join(folder, "state.json");
  let state = parseState(textOf(path) ?? "{}");
  return {
    read: () => state,
    change: (changes) => {
      state = { ...state, ...changes };
      writeDurably(path, `${JSON.stringify(state, undefined, 2)}\n`);
      return state;
    },
  };
}

function parseState(text: string): CertificateState {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return EMPTY;
    const known = Object.entries(read).filter(
      ([key, value]) => key in EMPTY && hasTypeOf(EMPTY[key as keyof CertificateState], value),
    );
    return { ...EMPTY, ...Object.fromEntries(known) };
  } catch {
    return EMPTY;
  }
}

const hasTypeOf = (pattern: unknown, value: unknown): boolean =>
  pattern === undefined
    ? typeof value === "object" && value !== null
    : Array.isArray(pattern) === Array.isArray(value) && typeof pattern === typeof value;
