/** What is wrong with the file of dns.token_file: the server starts with it, and cannot write a record. */
import type { ConfigProblem } from "../config/error.ts";
import type { Config } from "../config/schema.ts";
import { DnsApiError } from "../dns/providers/api.ts";
import { readCredentials } from "../dns/providers/credentials.ts";

export function tokenFileProblems({ dns }: Pick<Config, "dns">): readonly ConfigProblem[] {
  if (dns.provider === "none") return [];
  try {
    readCredentials(dns.provider, dns.token_file);
    return [];
  } catch (error) {
    if (!(error instanceof DnsApiError)) throw error;
    const { reason, detail } = error;
    const isKnown = reason === "file-open" || reason === "file-incomplete";
    const remedy: ConfigProblem["remedy"] = isKnown
      ? [`token-${reason}`, { detail }]
      : ["token-file-unreadable", { detail }];
    return [{ key: "dns.token_file", value: dns.token_file, remedy }];
  }
}
