/** What has to be written of the addresses of a name, and when a family of addresses is gone for good. */
import { HOUR, MINUTE } from "../../clock.ts";
import type { DnsAnswer } from "../../net/dns-answer.ts";
import type { RecordSet } from "../record-set.ts";

export const FAMILIES = ["A", "AAAA"] as const;
export type AddressType = (typeof FAMILIES)[number];

/** Others ask again for an address that may change after this many seconds. */
export const ADDRESS_TTL = 300;
/** So long this machine has to be without a family, and in the Internet by the other one, before its record goes. */
export const GONE_FOR_GOOD = 6 * HOUR;
/** What a look can say about the time before it: a computer that slept has not looked. */
const LONGEST_STEP = 10 * MINUTE;

/** What is remembered of a family, over restarts. */
export interface FamilyMemory {
  /** An address of it has led here. */
  readonly isKnown: boolean;
  /** Milliseconds for which it has been gone, without a break; no more than GONE_FOR_GOOD. */
  readonly goneFor: number;
}
export type Memory = Readonly<Record<AddressType, FamilyMemory>>;

const NEW: FamilyMemory = { isKnown: false, goneFor: 0 };

/** Of what a file has; what it does not tell is new. */
export function memoryOf(stored: unknown): Memory {
  const familyOf = (type: AddressType): FamilyMemory => {
    const { isKnown, goneFor } = ((stored ?? {}) as Partial<Record<AddressType, Partial<FamilyMemory>>>)[type] ?? {};
    const isValid = typeof isKnown === "boolean" && typeof goneFor === "number" && goneFor >= 0;
    return isValid ? { isKnown, goneFor } : NEW;
  };
  return { A: familyOf("A"), AAAA: familyOf("AAAA") };
}

export interface Look {
  readonly host: string;
  /** Addresses that lead here. */
  readonly ours: Readonly<Record<AddressType, readonly string[]>>;
  /** What the name servers of the zone say. */
  readonly answers: Readonly<Record<AddressType, DnsAnswer<string>>>;
  /** Whether this machine's routes lead into the Internet by it. */
  readonly hasWay: Readonly<Record<AddressType, boolean>>;
  /** Since the look before this one, in milliseconds. */
  readonly elapsed: number;
}

/** A family is gone as long as it has neither address nor way, while the other one has both and is published. */
export function remember(memory: Memory, look: Look): Memory {
  const next = (type: AddressType): FamilyMemory => {
    const { isKnown, goneFor } = memory[type];
    if (look.ours[type].length > 0) return { isKnown: true, goneFor: 0 };
    const other = otherThan(type);
    const isGone = !look.hasWay[type] && look.hasWay[other] && isRight(look, other);
    const longer = Math.min(GONE_FOR_GOOD, goneFor + Math.min(look.elapsed, LONGEST_STEP));
    return { isKnown, goneFor: isGone && isKnown ? longer : 0 };
  };
  return { A: next("A"), AAAA: next("AAAA") };
}

export const otherThan = (type: AddressType): AddressType => (type === "A" ? "AAAA" : "A");

/** One of several addresses of this machine is enough. */
function isRight({ ours, answers }: Look, type: AddressType): boolean {
  const answer = answers[type];
  const published = answer.state === "found" ? answer.values : [];
  return published.length > 0 && published.every((address) => ours[type].includes(address));
}

/**
 * What has to be written; a family of which nothing is known, or of which DNS does not tell, is left as it is. One that is gone
 * for good is removed, never the last one: `remember` counts only where the other one is published.
 */
export function setsToWrite(memory: Memory, look: Look): readonly RecordSet[] {
  return FAMILIES.flatMap((type): readonly RecordSet[] => {
    const set = { name: look.host, type, ttl: ADDRESS_TTL, values: look.ours[type] };
    if (look.answers[type].state === "unknown" || isRight(look, type)) return [];
    if (set.values.length > 0) return [set];
    const isToGo = look.answers[type].state === "found" && memory[type].goneFor >= GONE_FOR_GOOD;
    return isToGo ? [set] : [];
  });
}
