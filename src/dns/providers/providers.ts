/** The API of a provider, by its name in dns.provider. */
import type { ApiProvider, Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { cloudflare } from "./cloudflare.ts";
import { desec } from "./desec.ts";
import { gandi } from "./gandi.ts";
import { ovh } from "./ovh.ts";
import { rfc2136 } from "./rfc2136.ts";

const OPEN: Readonly<Record<ApiProvider, (credentials: Credentials, deps: DnsApiDeps) => DnsApi>> = {
  rfc2136,
  desec,
  gandi,
  ovh,
  cloudflare,
};

/** Throws DnsApiError where the credentials cannot be used. */
export const openDnsApi = (provider: ApiProvider, credentials: Credentials, deps: DnsApiDeps): DnsApi =>
  OPEN[provider](credentials, deps);
