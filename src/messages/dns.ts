/** DNS records, in the wizard and in `jabber-home dns`. */
import { dns as en } from "./en/dns.ts";
import { dns as fr } from "./fr/dns.ts";
import { inLanguages } from "./language.ts";

export const dnsMessages = inLanguages(en, fr);

export type DnsMessages = typeof en;
