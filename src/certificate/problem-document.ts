/** RFC 7807, RFC 8555 §6.7: the problem documents of an authority. */
import { onOneLine } from "../one-line.ts";

export interface ProblemDocument {
  /** Without "urn:ietf:params:acme:error:"; "" where there is none. */
  readonly type: string;
  /** The authority's sentence, on one line of at most 500 characters, without control characters. */
  readonly detail: string;
  /** RFC 8555 §6.7.1: one for each name that it is about. */
  readonly subproblems: readonly (ProblemDocument & { readonly name: string | undefined })[];
}

/** Characters that are looked at; RFC 1035 §2.3.4: of a name. */
const MAX_TEXT = 5000;
const MAX_NAME = 253;

const URN = "urn:ietf:params:acme:error:";

/** Reads a problem document; what is missing in it is empty. */
export function parseProblemDocument(data: unknown): ProblemDocument {
  const fields = isRecord(data) ? data : {};
  const type = typeof fields.type === "string" ? fields.type : "";
  const detail = typeof fields.detail === "string" ? fields.detail : "";
  const subproblems = Array.isArray(fields.subproblems) ? fields.subproblems.slice(0, 100) : [];
  return {
    type: type.startsWith(URN) ? type.slice(URN.length) : type,
    detail: onOneLine(detail.slice(0, MAX_TEXT)).slice(0, 500),
    subproblems: subproblems.map((one: unknown) => ({
      ...parseProblemDocument(isRecord(one) ? { ...one, subproblems: [] } : undefined),
      name:
        isRecord(one) && isRecord(one.identifier)
          ? onOneLine(String(one.identifier.value).slice(0, MAX_NAME))
          : undefined,
    })),
  };
}

/** A request to the authority was answered with an error. */
export class AcmeError extends Error {
  readonly status: number;
  readonly document: ProblemDocument;
  /** From Retry-After, in milliseconds since 1970. */
  readonly retryAt: number | undefined;

  constructor(status: number, document: ProblemDocument, retryAt: number | undefined) {
    super(document.detail || `HTTP status ${status}`);
    this.status = status;
    this.document = document;
    this.retryAt = retryAt;
  }
}

/** RFC 9110 §10.2.3: seconds or a date; returns milliseconds since 1970, undefined where it is neither. */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== "string" || header.trim() === "") return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return now + Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : date;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
