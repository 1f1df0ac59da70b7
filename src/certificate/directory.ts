/** RFC 8555 §7.1.1: the authority's directory, read without the ACME library. */
import { HOUR, SECOND } from "../clock.ts";
import { type Authority, authorityName } from "./authority.ts";
import { CertificateError } from "./certificate-error.ts";
import { isRecord, parseRetryAfter } from "./problem-document.ts";

export interface Directory {
  /** RFC 9773 §4.1: the URL of renewal information, where it offers that. */
  readonly renewalInfo: string | undefined;
  /** The names of the profiles offered (draft-ietf-acme-profiles). */
  readonly profiles: readonly string[];
  /** Its names in CAA records (RFC 8659). */
  readonly caaIdentities: readonly string[];
  readonly requiresExternalAccount: boolean;
}

/** `fetch` with Bun's option for the roots to trust. */
export type Fetch = (url: string, options: BunFetchRequestInit) => Promise<Response>;

/**
 * GETs a JSON document of at most 1 MB from the authority. `now` in milliseconds since 1970.
 * Throws CertificateError: ca-unreachable, ca-untrusted, ca-busy, ca-refused, clock-wrong.
 */
export async function readDocument(
  url: string,
  authority: Authority,
  { now, fetch }: { readonly now: number; readonly fetch: Fetch },
): Promise<{ readonly document: Readonly<Record<string, unknown>>; readonly headers: Headers }> {
  const ca = authorityName(authority);
  const tls = authority.rootsPem === undefined ? {} : { tls: { ca: authority.rootsPem } };
  const signal = AbortSignal.timeout(30 * SECOND);
  const response = await fetch(url, { signal, ...tls }).catch((error: unknown) => {
    throw new CertificateError(connectionProblem(error, authority), error);
  });
  refuseWrongClock(response.headers.get("date"), now);
  if (!response.ok) {
    const retryAt = parseRetryAfter(response.headers.get("retry-after"), now);
    const reason = response.status >= 500 || response.status === 429 ? "ca-busy" : "ca-refused";
    const detail = `HTTP status ${response.status}`;
    throw new CertificateError({ reason, values: { ca, detail }, remedies: TRY_LATER, retryAt });
  }
  const text = await response.text().catch((error: unknown) => {
    throw new CertificateError(connectionProblem(error, authority), error);
  });
  return { document: parsed(text, ca), headers: response.headers };
}

const TRY_LATER = [{ key: "try-later", values: {} }] as const;

function parsed(text: string, ca: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = text.length > 1_000_000 ? undefined : JSON.parse(text);
    if (isRecord(document)) return document;
  } catch {
    // Refused below, like JSON that is no object.
  }
  const remedies = [{ key: "check-ca-file", values: {} }] as const;
  throw new CertificateError({ reason: "ca-refused", values: { ca, detail: "this is no ACME directory" }, remedies });
}

/** The directory. Throws as readDocument does. */
export async function readDirectory(
  authority: Authority,
  deps: { readonly now: number; readonly fetch: Fetch },
): Promise<Directory> {
  const { document } = await readDocument(authority.directory, authority, deps);
  const meta = isRecord(document.meta) ? document.meta : {};
  const caa = Array.isArray(meta.caaIdentities) ? meta.caaIdentities : [];
  return {
    renewalInfo: typeof document.renewalInfo === "string" ? document.renewalInfo : undefined,
    profiles: isRecord(meta.profiles) ? Object.keys(meta.profiles) : [],
    caaIdentities: caa.filter((name): name is string => typeof name === "string"),
    requiresExternalAccount: meta.externalAccountRequired === true,
  };
}

/** Why a connection to the authority failed, from what the system or TLS says. */
export function connectionProblem(error: unknown, authority: Authority) {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const values = {
    ca: authorityName(authority),
    host: new URL(authority.directory).host,
    detail: String(message ?? code ?? error).slice(0, 300),
  };
  const isTls = /CERT|SIGNATURE|ISSUER|TLS|SSL|ALTNAME/.test(String(code));
  if (!isTls) {
    // The system has no file left for a connection.
    const key = code === "EMFILE" || code === "ENFILE" ? "more-files" : "check-network";
    return { reason: "ca-unreachable", values, remedies: [{ key, values: {} }] } as const;
  }
  // A wrong clock is much more common than an authority whose own certificate has expired.
  const isDate = /EXPIRED|NOT_YET_VALID/.test(String(code));
  const remedies = [{ key: isDate ? "set-clock" : "check-ca-file", values: {} }] as const;
  return { reason: "ca-untrusted", values, remedies } as const;
}

function refuseWrongClock(dateHeader: string | null, now: number): void {
  const theirs = Date.parse(dateHeader ?? "");
  if (Number.isNaN(theirs) || Math.abs(theirs - now) < HOUR) return;
  throw new CertificateError({
    reason: "clock-wrong",
    values: { ours: { time: now }, theirs: { time: theirs } },
    remedies: [{ key: "set-clock", values: {} }],
  });
}
