/** Which other domains are allowed, and what they have to prove. */
import { domainToAscii, parseDomain } from "../jid/domain.ts";

export interface Policy {
  /** Why nothing is exchanged with a domain (prepared): a sentence for senders. Undefined where it is allowed. */
  refusal(domain: string): string | undefined;
  /** Whether it needs a certificate that is valid for it; otherwise dialback is enough. */
  needsCertificate(domain: string): boolean;
  allowsPlaintext(domain: string): boolean;
}

/** As in config.toml, with domains as people write them. A domain includes its subdomains. */
export interface PolicyOptions {
  readonly enabled: boolean;
  /** Empty: all. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly requireCertificate: boolean;
  /** Exceptions from `requireCertificate`. */
  readonly unverified: readonly string[];
  /** Exceptions from TLS. */
  readonly plaintext: readonly string[];
  /** Whether a block list names the domain, or one that includes it. */
  readonly isBlocked?: (domain: string) => boolean;
}

/** Throws StanzaError jid-malformed for what is no domain. */
export function policyOf(options: PolicyOptions): Policy {
  const [allow, deny] = [setOf(options.allow), setOf(options.deny)];
  const [unverified, plaintext] = [setOf(options.unverified), setOf(options.plaintext)];
  const { enabled, requireCertificate, isBlocked = () => false } = options;

  return {
    refusal(domain) {
      if (!enabled) return "this server does not exchange anything with other servers";
      if (covers(deny, domain)) return `this server does not exchange anything with ${domain}`;
      if (allow.size > 0 && !covers(allow, domain)) return "this server exchanges stanzas with chosen servers only";
      if (isBlocked(domain)) return `${domain} is on a list of blocked domains that this server follows`;
      return undefined;
    },
    needsCertificate: (domain) => requireCertificate && !covers(unverified, domain) && !covers(plaintext, domain),
    allowsPlaintext: (domain) => covers(plaintext, domain),
  };
}

/** A policy that can be replaced while others hold it. */
export interface ReloadablePolicy extends Policy {
  replace(policy: Policy): void;
}

export function reloadablePolicy(first: Policy): ReloadablePolicy {
  let current = first;
  return {
    refusal: (domain) => current.refusal(domain),
    needsCertificate: (domain) => current.needsCertificate(domain),
    allowsPlaintext: (domain) => current.allowsPlaintext(domain),
    replace: (policy) => {
      current = policy;
    },
  };
}

const setOf = (domains: readonly string[]): ReadonlySet<string> => new Set(domains.map(parseDomain));

const covers = (domains: ReadonlySet<string>, domain: string): boolean =>
  domainsAbove(domain).some((name) => domains.has(name));

/** The domain itself, then those that include it: "a.b.c", "b.c", "c". */
function domainsAbove(domain: string): string[] {
  const labels = domain.split(".");
  // An address has no domain above it.
  if (domain.startsWith("[") || /^[0-9.]+$/.test(domainToAscii(domain))) return [domain];
  return labels.map((_, index) => labels.slice(index).join("."));
}
