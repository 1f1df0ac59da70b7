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
}

export interface TxtRecordDeps {
  /**
   * Shows the records to a person. Resolves with what they choose: "look" (look the records up), "ask" (the authority,
   * whatever was seen) or "cancel". Undefined where no person is there.
   */
  readonly confirm: ((records: readonly SeenTxtRecord[]) => Promise<"look" | "ask" | "cancel">) | undefined;
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
    Promise.all(records.map(async (wanted) => seen(wanted, await resolveTxt(wanted.record, dns), isRight)));
  if (confirm === undefined) {
    const missing = (await look()).find(({ state }) => state !== "right");
    if (missing === undefined) return;
    const { name } = missing;
    const remedies = [{ key: "renew-by-hand", values: {} }] as const;
    throw new CertificateError({ reason: "needs-a-hand", values: { name }, remedies, name });
  }
  let shown: readonly SeenTxtRecord[] = records.map((wanted) => ({ ...wanted, state: "unseen", found: [] }));
  for (;;) {
    const answer = await confirm(shown);
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

function seen(wanted: TxtRecord, found: readonly string[], isRight: IsRight): SeenTxtRecord {
  const right = found.some((value) => isRight(value, wanted));
  return { ...wanted, found, state: right ? "right" : found.length === 0 ? "missing" : "wrong" };
}
