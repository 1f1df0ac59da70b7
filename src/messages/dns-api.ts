/** Records that are written by a provider's API: what is done, what can go wrong, and how a token is made. */
import type { dnsApi as en } from "./en/dns-api.ts";
import { inLanguages } from "./language.ts";

export const dnsApiMessages = inLanguages("dnsApi");

export type DnsApiMessages = typeof en;
