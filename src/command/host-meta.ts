/** XEP-0156: the files with which apps in browsers find this server, for the web server of a domain that is elsewhere. */
import { directConnections } from "../assembly/direct-connections.ts";
import { resolveDestination } from "../certificate/names.ts";
import type { Config } from "../config/schema.ts";
import { HTTPS_PORT, originOf, webAddressOf } from "../config/web-address.ts";
import { addressesOf } from "../dns/record-check.ts";
import type { Deployment } from "../dns/records.ts";
import type { Resolver } from "../dns/resolver.ts";
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import { isPrivateName } from "../special-names.ts";
import { HOST_META_PATHS, type HostMetaFormat, printHostMeta } from "../xep/0156-host-meta.ts";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

const isFormat = (text: string): text is HostMetaFormat => Object.hasOwn(HOST_META_PATHS, text);

/** The file in this format, "xml" or "json". Throws VerbError: another format, or nothing here serves browsers. */
export function hostMetaFile(format: string, config: Config): string {
  if (!isFormat(format)) throw new VerbError(EXIT.usage, "host-meta-format", { given: format });
  const web = webAddressOf(config);
  if (web === undefined) throw new VerbError(EXIT.configuration, "no-web-server");
  return printHostMeta(format, { origin: originOf(web), direct: directConnections(config) }).trimEnd();
}

/** The domains whose https://DOMAIN is another web server: it needs the files. What DNS does not tell is left out. */
export async function domainsNeedingHostMeta(
  config: Config,
  { addresses, host }: Pick<Deployment, "host" | "addresses">,
  resolver: Resolver,
): Promise<readonly string[]> {
  const web = webAddressOf(config);
  if (web === undefined) return [];
  const own = await addressesOf(domainToAscii(parseDomain(host)), resolver);
  const ours = [...addresses, ...(own.state === "found" ? own.values : [])];
  const domains = config.general.domains.filter((domain) => !isPrivateName(domain));
  const found = await Promise.all(
    domains.map((domain) => resolveDestination(domainToAscii(parseDomain(domain)), ours, resolver)),
  );
  return domains.filter((domain, at) => {
    const kind = found[at]?.kind;
    // Where this machine has another port, whoever has 443 here answers. A web address that leads elsewhere is another matter.
    return (kind === "elsewhere" && domain !== web.name) || (kind === "here" && web.port !== HTTPS_PORT);
  });
}
