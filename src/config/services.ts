/** The services at subdomains to which people on other servers come. */
import type { Config } from "./schema.ts";

/** Below each of these domains, those whose subdomain config.toml can name (rooms); none where there is no federation. */
export function visitedServices({ federation, modules }: Config, domains: readonly string[]): readonly string[] {
  if (!federation.enabled) return [];
  const labels = Object.values(modules).flatMap(({ subdomain }) => (typeof subdomain === "string" ? [subdomain] : []));
  return domains.flatMap((domain) => labels.map((label) => `${label}.${domain}`));
}
