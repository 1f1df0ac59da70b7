/** The API of a provider, by its name in dns.provider. */

import { systemClock } from "../../clock.ts";
import { fetchIfPossible } from "../../event-loop.ts";
import type { WrittenType } from "../record-set.ts";
import type { Resolver } from "../resolver.ts";
import type { ApiProvider, Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { cloudflare } from "./cloudflare.ts";
import { readCredentials } from "./credentials.ts";
import { desec } from "./desec.ts";
import { duckdns } from "./duckdns.ts";
import { dyndns2 } from "./dyndns2.ts";
import { gandi } from "./gandi.ts";
import { hetzner } from "./hetzner.ts";
import { infomaniak } from "./infomaniak.ts";
import { ovh } from "./ovh.ts";
import { porkbun } from "./porkbun.ts";
import { rfc2136 } from "./rfc2136.ts";
import { hasOneText, type RecordWriter, recordWriter } from "./writer.ts";

/** Of the section [dns] of config.toml. */
export interface DnsApiConfig {
  readonly provider: ApiProvider | "none";
  readonly token_file: string;
}

const OPEN: Readonly<Record<ApiProvider, (credentials: Credentials, deps: DnsApiDeps) => DnsApi>> = {
  rfc2136,
  desec,
  gandi,
  ovh,
  cloudflare,
  hetzner,
  infomaniak,
  porkbun,
  duckdns,
  dyndns2,
};

/** Throws DnsApiError where the credentials cannot be used. */
export const openDnsApi = (provider: ApiProvider, credentials: Credentials, deps: DnsApiDeps): DnsApi =>
  OPEN[provider](credentials, deps);

/** What the ones can write that cannot write all. */
const ONLY: Readonly<Partial<Record<ApiProvider, readonly WrittenType[]>>> = {
  duckdns: ["A", "AAAA", "TXT"],
  dyndns2: ["A", "AAAA"],
};

/** The real network. */
export const REAL_DEPS: DnsApiDeps = {
  ...{ fetch: fetchIfPossible, now: Date.now, timeoutMs: 20_000, sleep: systemClock.sleep },
};

/**
 * Undefined where config.toml names no provider. The file of the credentials is read each time that something is written: it may
 * be replaced, and nothing of it is kept.
 */
export function openRecordWriter({ provider, token_file }: DnsApiConfig, resolver: Resolver): RecordWriter | undefined {
  if (provider === "none") return undefined;
  return {
    provider,
    canRemoveAddresses: ONLY[provider] === undefined,
    hasOneText: hasOneText(provider),
    canWrite: (type) => ONLY[provider]?.includes(type) ?? true,
    write: async (sets) => {
      const api = openDnsApi(provider, readCredentials(provider, token_file), REAL_DEPS);
      await recordWriter(api, resolver).write(sets);
    },
  };
}
