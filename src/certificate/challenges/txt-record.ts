/** TXT records that a person sets, and that are looked up before the authority is told to validate. */
import type { Resolver } from "../../dns/resolver.ts";
import { CertificateError } from "../certificate-error.ts";

export interface TxtRecord {
  /** "_acme-challenge.example.com" */
  readonly record: string;
  readonly value: string;
  /** The domain that it proves. */
  readonly name: string;
}

/** A record and what the authoritative name servers say. */
export interface SeenTxtRecord extends TxtRecord {
  /** "unseen" before the first lookup. */
  readonly state: "unseen" | "missing" | "wrong" | "right";
  readonly found: readonly string[];
  readonly mistake?: TxtMistake;
}

/** What a provider's form makes of a record: the domain is added to a name that has it; quotes that are part of the value; two strings. */
export type TxtMistake = "domain-twice" | "quoted" | "split";

export type ConfirmRecords = (
  records: readonly SeenTxtRecord[],
  look: () => Promise<readonly SeenTxtRecord[]>,
) => Promise<"look" | "ask" | "cancel">;

export interface TxtRecordDeps {
  /**
   * Shows the records to a person; `look` looks them up meanwhile. Resolves with what they choose: "look" (look the records
   * up), "ask" (the authority, whatever was seen) or "cancel". Undefined where no person is there.
   */
  readonly confirm: ConfirmRecords | undefined;
  /** Asks the authoritative name servers. */
  readonly dns: Resolver;
}

/** Whether what was found in DNS is the record that is wanted. */
type IsRight = (found: string, wanted: TxtRecord) => boolean;

/**
 * Resolves when all records are seen, or when the person says so. Rejects with CertificateError: cancelled; needs-a-hand
 * where no person is there and a record is missing.
 */
export async function waitForRecords(records: readonly TxtRecord[], { confirm, dns }: TxtRecordDeps, isRight: IsRight) {
  const look = (): Promise<readonly SeenTxtRecord[]> =>
    Promise.all(records.map((wanted) => lookUp(wanted, dns, isRight)));
  if (confirm === undefined) {
    const missing = (await look()).find(({ state }) => state !== "right");
    if (missing === undefined) return;
    const { name } = missing;
    const remedies = [{ key: "renew-by-hand", values: {} }] as const;
    throw new CertificateError({ reason: "needs-a-hand", values: { name }, remedies, name });
  }
  let shown: readonly SeenTxtRecord[] = records.map((wanted) => ({ ...wanted, state: "unseen", found: [] }));
  for (;;) {
    const answer = await confirm(shown, look);
    if (answer === "ask") return;
    if (answer === "cancel") throw new CertificateError({ reason: "cancelled", values: {}, remedies: [] });
    shown = await look();
    if (shown.every(({ state }) => state === "right")) return;
  }
}

/** The TXT values of a name; empty also where DNS does not answer. */
export async function resolveTxt(record: string, dns: Resolver): Promise<readonly string[]> {
  const answer = await dns.query("TXT", record);
  return answer.state === "found" ? answer.values : [];
}

async function lookUp(wanted: TxtRecord, dns: Resolver, isRight: IsRight): Promise<SeenTxtRecord> {
  const found = await resolveTxt(wanted.record, dns);
  if (found.some((value) => isRight(value, wanted))) return { ...wanted, found, state: "right" };
  const state = found.length === 0 ? "missing" : "wrong";
  const mistake = mistakeIn(found, wanted, isRight) ?? (await domainTwice(wanted, dns, isRight));
  return { ...wanted, found, state, ...(mistake === undefined ? {} : { mistake }) };
}

function mistakeIn(found: readonly string[], wanted: TxtRecord, isRight: IsRight): TxtMistake | undefined {
  if (found.some((value) => isRight(value.replace(/^["\u201c]|["\u201d]$/g, ""), wanted))) return "quoted";
  const strings = found.slice(0, MAX_STRINGS);
  const isSplit = strings.some((one) => strings.some((other) => isRight(one + other, wanted)));
  return isSplit ? "split" : undefined;
}

/** Of strings at one name that are put together by twos. */
const MAX_STRINGS = 20;

/** The record is at its name with the domain, or one above it, added once more. */
async function domainTwice(wanted: TxtRecord, dns: Resolver, isRight: IsRight): Promise<"domain-twice" | undefined> {
  const labels = wanted.name.split(".");
  const zones = labels.slice(0, -1).map((_, from) => labels.slice(from).join("."));
  const found = await Promise.all(zones.map((zone) => resolveTxt(`${wanted.record}.${zone}`, dns)));
  return found.flat().some((value) => isRight(value, wanted)) ? "domain-twice" : undefined;
}
