/** RFC 9773: renewal information of the authority; and when a renewal is due. */
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { derValues, TAG } from "../trust/der.ts";
import type { Authority } from "./authority.ts";
import { type Fetch, readDirectory, readDocument } from "./directory.ts";
import { leafOf } from "./facts.ts";
import { isRecord, parseRetryAfter } from "./problem-document.ts";
import type { RenewalInfo } from "./state.ts";

const AUTHORITY_KEY_IDENTIFIER = Buffer.from([0x55, 0x1d, 0x23]);

/** §4.1: the unique identifier of a certificate; undefined for one without an authority key identifier (self-signed). */
export function certificateId(chainPem: string): string | undefined {
  const inside = (bytes: Uint8Array | undefined) => derValues(bytes ?? new Uint8Array());
  const [certificate] = derValues(leafOf(chainPem).raw);
  const fields = inside(inside(certificate?.contents)[0]?.contents);
  // RFC 5280 §4.1: the serial number is the first integer, the extensions are [3].
  const serial = fields.find(({ tag }) => tag === TAG.integer)?.contents;
  const extensions = inside(inside(fields.find(({ tag }) => tag === 0xa3)?.contents)[0]?.contents);
  const parts = extensions.map(({ contents }) => derValues(contents));
  const identifier = parts.find(([id]) => AUTHORITY_KEY_IDENTIFIER.equals(id?.contents ?? new Uint8Array()))?.at(-1);
  const keyId = inside(inside(identifier?.contents)[0]?.contents).find(({ tag }) => tag === 0x80)?.contents;
  if (serial === undefined || keyId === undefined) return undefined;
  return `${Buffer.from(keyId).toString("base64url")}.${Buffer.from(serial).toString("base64url")}`;
}

export interface RenewalInfoDeps {
  readonly now: number;
  readonly fetch: Fetch;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The last answer: its chosen time holds as long as the window is the same. */
  readonly previous: RenewalInfo | undefined;
}

/** The renewal information of the certificate; undefined where the authority has none. Rejects as readDocument does. */
export async function fetchRenewalInfo(
  authority: Authority,
  chainPem: string,
  { now, fetch, random, previous }: RenewalInfoDeps,
): Promise<RenewalInfo | undefined> {
  const certificate = certificateId(chainPem);
  const { renewalInfo } = await readDirectory(authority, { now, fetch });
  if (renewalInfo === undefined || certificate === undefined) return undefined;
  const url = `${renewalInfo.replace(/\/$/, "")}/${certificate}`;
  const { document, headers } = await readDocument(url, authority, { now, fetch });
  const window = isRecord(document.suggestedWindow) ? document.suggestedWindow : {};
  const [start, end] = [Date.parse(String(window.start)), Date.parse(String(window.end))];
  // §4.2: a window that does not end after its start counts as no answer.
  if (!(end > start)) return undefined;
  const isSame = previous?.certificate === certificate && previous.start === start && previous.end === end;
  // §4.3.2: Retry-After, clamped to reasonable limits.
  const wanted = parseRetryAfter(headers.get("retry-after"), now) ?? now + 6 * HOUR;
  return {
    certificate,
    start,
    end,
    chosen: isSame ? previous.chosen : start + Math.floor(random() * (end - start)),
    askAgainAt: Math.min(Math.max(wanted, now + MINUTE), now + DAY),
    explanation: typeof document.explanationURL === "string" ? document.explanationURL.slice(0, 500) : undefined,
  };
}

/**
 * When a renewal is due, in milliseconds since 1970: at the time chosen of the authority's window, else after two thirds of
 * the lifetime (half of a short one). `obtainedAt` is when the certificate was obtained.
 */
export function dueAt(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  suggestion: RenewalInfo | undefined,
  now: number,
  obtainedAt = 0,
): number {
  const lifetime = notAfter - notBefore;
  // In the last twentieth of the lifetime it is due whatever the authority suggests.
  const urgent = notAfter - now < lifetime / 20 ? Math.min(now, notAfter) : suggestion?.chosen;
  if (urgent === undefined) return notBefore + (lifetime < 10 * DAY ? lifetime / 2 : (lifetime * 2) / 3);
  // A certificate that is overdue as soon as it is issued is not replaced every second.
  return Math.max(urgent, Math.min(obtainedAt, now) + Math.min(HOUR, lifetime / 20));
}
