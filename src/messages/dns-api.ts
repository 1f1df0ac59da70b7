/** Records that are written by a provider's API: what is done, what can go wrong, and how a token is made. */
import { dnsApi as en } from "./en/dns-api.ts";
import { dnsApi as fr } from "./fr/dns-api.ts";
import { inLanguages } from "./language.ts";

export const dnsApiMessages = inLanguages(en, fr);

export type DnsApiMessages = typeof en;
