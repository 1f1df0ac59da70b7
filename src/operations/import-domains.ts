/** Which domains of a source come here, and what they are called here. */
import { tryParseDomain } from "../jid/domain.ts";
import { type Renaming, renamingOf } from "../transfer/renaming.ts";
import type { Source, SourceHost } from "../transfer/source.ts";
import { SourceError } from "../transfer/source-error.ts";

export interface DomainMap extends Renaming {
  /** By the name in the source, of domains and of the services below them. */
  readonly names: ReadonlyMap<string, string>;
  /** The labels of services that had rooms: "conference". */
  readonly roomLabels: readonly string[];
  /** The names here of services that had files, where they are no domain. */
  readonly fileHosts: readonly string[];
}

export interface DomainChoice {
  /** Served here. */
  readonly domains: readonly string[];
  /** The one that was asked for. */
  readonly domain?: string | undefined;
  /** What the source is, for errors. */
  readonly file: string;
}

/** Throws SourceError no-such-domain where none of the source's domains is served here, and it is not clear which one is meant. */
export function domainMapOf({ hosts }: Pick<Source, "hosts">, { domains, domain, file }: DomainChoice): DomainMap {
  const prepared = hosts.flatMap((host): SourceHost[] => {
    const jid = tryParseDomain(host.jid);
    return jid === undefined ? [] : [{ ...host, jid }];
  });
  const theirs = prepared.filter(({ kind }) => kind === "domain").map(({ jid }) => jid);
  const names = new Map<string, string>();
  const wanted = domain === undefined ? domains : [domain];
  for (const each of theirs) if (wanted.includes(each)) names.set(each, each);
  const [only, ...others] = theirs;
  if (names.size === 0 && domain !== undefined && only !== undefined && others.length === 0) names.set(only, domain);
  if (names.size === 0)
    throw new SourceError("no-such-domain", { file }, { domain: domain ?? domains[0] ?? "", domains: theirs });
  const roomLabels = new Set<string>();
  const fileHosts = new Set<string>();
  for (const { jid, kind } of prepared) {
    const parent = [...names.keys()].find((name) => jid.endsWith(`.${name}`));
    if (kind === "domain" || parent === undefined) continue;
    const label = jid.slice(0, -parent.length - 1);
    names.set(jid, `${label}.${names.get(parent)}`);
    if (kind === "rooms") roomLabels.add(label);
    // A name that is called otherwise here is in no link.
    if (kind === "upload" && names.get(jid) === jid) fileHosts.add(jid);
  }
  return { ...renamingOf(names), names, roomLabels: [...roomLabels], fileHosts: [...fileHosts] };
}
