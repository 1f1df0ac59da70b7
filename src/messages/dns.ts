/** DNS records, in the wizard and in `jabber-home dns`. */
import type { dns as en } from "./en/dns.ts";
import { inLanguages } from "./language.ts";

export const dnsMessages = inLanguages("dns");

export type DnsMessages = typeof en;
