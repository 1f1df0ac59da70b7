/** The services at subdomains to which people on other servers come. */
import type { Config } from "./schema.ts";

/** The texts of a list in config.toml. */
export const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** Below each of these domains, those whose subdomain config.toml can name (rooms); none where there is no federation. */
export function visitedServices({ federation, modules }: Config, domains: readonly string[]): readonly string[] {
  if (!federation.enabled) return [];
  const labels = Object.values(modules).flatMap(({ subdomain, also }) =>
    typeof subdomain === "string" ? [subdomain, ...textsIn(also)] : [],
  );
  return domains.flatMap((domain) => labels.map((label) => `${label}.${domain}`));
}
