/** DNS records written by a program: what every provider offers, however its API is made. */
import type { RecordSet, WrittenType } from "../record-set.ts";

export interface DnsApi {
  readonly provider: ApiProvider;
  /** What it can write. */
  readonly types: readonly WrittenType[];
  /** The zone of a name, where that follows from the name alone: it may be too new for DNS. */
  readonly zoneOf?: (name: string) => string | undefined;
  /**
   * Whether the credentials are accepted, for this zone, as far as can be told without a change. Rejects with DnsApiError where
   * they are not; duckdns and dyndns2 tell nothing before something is written.
   */
  check(zone: string): Promise<void>;
  /** Writes record sets of one zone ("example.com"). Rejects with DnsApiError; what came before the failure is written. */
  replace(zone: string, sets: readonly RecordSet[]): Promise<void>;
}

export const API_PROVIDERS = [
  "rfc2136",
  "desec",
  "gandi",
  "ovh",
  "cloudflare",
  "hetzner",
  "infomaniak",
  "porkbun",
  "duckdns",
  "dyndns2",
] as const;
export type ApiProvider = (typeof API_PROVIDERS)[number];

/** The API of a zone's provider; undefined where there is none. */
export const apiOfZone = ({ provider }: { readonly provider: string | undefined }): ApiProvider | undefined =>
  API_PROVIDERS.find((one) => one === provider);

export type DnsApiReason =
  /** No connection, no answer in time, or one that breaks off. */
  | "unreachable"
  /** The provider says that it is out of order for now. */
  | "out-of-order"
  /** An answer that is none of this API's: too long, no JSON, a redirect. */
  | "unreadable"
  /** The token is not accepted, or not for this zone. */
  | "credentials"
  /** RFC 8945 §5.2.3: the clocks of both ends differ. */
  | "clock"
  | "no-zone"
  | "too-many"
  | "refused"
  /** The name of a new zone is somebody else's, or not to be had. */
  | "taken"
  /** The provider has no records of that type. */
  | "unsupported"
  /** The file of dns.token_file, which the detail names: it cannot be read; others may read it; keys are missing. */
  | "file-unreadable"
  | "file-open"
  | "file-incomplete";

export class DnsApiError extends Error {
  readonly provider: ApiProvider;
  readonly reason: DnsApiReason;
  /** What the provider says, without anything secret. */
  readonly detail: string;

  constructor(provider: ApiProvider, reason: DnsApiReason, detail = "") {
    super(`${provider}: ${reason}${detail === "" ? "" : ` (${detail})`}`);
    this.name = "DnsApiError";
    this.provider = provider;
    this.reason = reason;
    this.detail = detail;
  }
}

/** What is read from the file of dns.token_file, by key; a file of one word is { token }. */
export type Credentials = Readonly<Record<string, string>>;

export interface DnsApiDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for one request. */
  readonly timeoutMs: number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}
