/** What changes in config.toml where a domain gets another name. */
import { tryParseDomain } from "../jid/domain.ts";
import { parseFormerDomain } from "./former-domains.ts";
import type { RawValues } from "./read.ts";
import type { Config } from "./schema.ts";
import { parseWebAddress, printWebAddress } from "./web-address.ts";

/** The options with new values, for `changeConfig`. `from` and `to` are as `parseDomain` returns them; the former one goes on receiving. */
export function domainChanges({ general, web, modules }: Config, from: string, to: string): RawValues {
  /** The domain, and names of machines below it. */
  const renamed = (name: string): string => {
    const prepared = tryParseDomain(name);
    if (prepared === from) return to;
    return prepared?.endsWith(`.${from}`) ? prepared.slice(0, -from.length) + to : name;
  };
  const changes = new Map<string, unknown>([
    ["domains", general.domains.map((domain) => (domain === from ? to : domain))],
    ["former_domains", formerDomains(general.former_domains, from, to)],
  ]);
  if (renamed(general.host) !== general.host) changes.set("host", renamed(general.host));
  const address = web.address === "" ? undefined : parseWebAddress(web.address);
  if (address && renamed(address.name) !== address.name)
    changes.set("web.address", printWebAddress({ ...address, name: renamed(address.name) }));
  for (const [role, uris] of Object.entries(modules.contact ?? {})) {
    if (!Array.isArray(uris)) continue;
    const current = uris.map((uri: string) => renamedUri(uri, from, to));
    if (current.join("\n") !== uris.join("\n")) changes.set(`contact.${role}`, current);
  }
  return changes;
}

/** Those of before lead where their domain is now; what is a domain again is no former one. */
function formerDomains(entries: readonly string[], from: string, to: string): readonly string[] {
  const others = entries.flatMap((entry) => {
    const former = parseFormerDomain(entry);
    if (former === undefined) return [entry];
    return former.name === to ? [] : [former.now === from ? `${former.name}=${to}` : entry];
  });
  return [...others, `${from}=${to}`];
}

/** XEP-0157: an address of this server. */
function renamedUri(uri: string, from: string, to: string): string {
  const [, before = "", domain = "", after = ""] = /^(xmpp:(?:[^@?/]+@)?)([^?/]+)(.*)$/.exec(uri) ?? [];
  return tryParseDomain(domain) === from ? before + to + after : uri;
}
