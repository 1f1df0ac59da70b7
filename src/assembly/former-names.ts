/** The names that this server had before its domains were renamed. */
import { formerDomainsOf } from "../config/former-domains.ts";
import type { Config } from "../config/schema.ts";
import type { FormerDomainsDeps } from "../server/former-domains.ts";

/** `labels`: of the services below each domain. */
export function formerNames(
  config: Pick<Config, "general">,
  labels: Iterable<string>,
): Pick<FormerDomainsDeps, "names" | "accountDomains"> {
  const domains = formerDomainsOf(config);
  const services = [...domains].flatMap(([former, now]) =>
    [...labels].map((label) => [`${label}.${former}`, `${label}.${now}`] as const),
  );
  return { names: new Map([...domains, ...services]), accountDomains: new Set(domains.keys()) };
}

/** The hosts of links to files and pages from then: the former domains, and what the name of the web address (`current`) was in each. */
export function formerWebNames(config: Pick<Config, "general">, current: string | undefined): readonly string[] {
  return [...formerDomainsOf(config)].flatMap(([former, now]) =>
    current?.endsWith(`.${now}`) ? [former, current.slice(0, -now.length) + former] : [former],
  );
}
