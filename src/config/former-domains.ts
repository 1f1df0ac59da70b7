/** Domains of before, for which this server goes on receiving. */
import { tryParseDomain } from "../jid/domain.ts";
import type { Config } from "./schema.ts";

export interface FormerDomain {
  readonly name: string;
  /** The domain that it is now; undefined for the first that is served. */
  readonly now: string | undefined;
}

/** "old.example=new.example", or "old.example". Undefined for anything else. */
export function parseFormerDomain(entry: string): FormerDomain | undefined {
  const [former = "", current, ...more] = entry.split("=");
  const name = tryParseDomain(former.trim());
  const now = current === undefined ? undefined : tryParseDomain(current.trim());
  if (name === undefined || more.length > 0 || (current !== undefined && now === undefined)) return undefined;
  return { name, now };
}

/** By former domain, what it is now. */
export function formerDomainsOf({ general }: Pick<Config, "general">): ReadonlyMap<string, string> {
  const [first = ""] = general.domains;
  return new Map(
    general.former_domains.flatMap((entry) => {
      const former = parseFormerDomain(entry);
      return former ? [[former.name, former.now ?? first] as const] : [];
    }),
  );
}
