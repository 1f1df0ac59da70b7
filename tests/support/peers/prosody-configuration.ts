/** prosody.cfg.lua for one run: Debian's, on loopback, without rate limits, with rooms and archives. */
import type { IssuedCertificate, NetworkHost } from "../network/network-host.ts";
import { roomsOf } from "./peer.ts";

export interface ConfigurationOptions {
  readonly domain: string;
  readonly folder: string;
  readonly storage: "sql" | "internal";
  readonly certificate: Pick<IssuedCertificate, "certificate" | "key">;
  readonly starttls: number;
  readonly direct: number;
  /** The port of HTTPS. */
  readonly https: number | undefined;
  readonly networkHost: NetworkHost | undefined;
}

/** modules_enabled of Debian's prosody.cfg.lua, with `mam` and without `limits`. */
const MODULES = `disco roster saslauth tls blocklist bookmarks carbons pep private smacks vcard4 vcard_legacy csi_simple
invites invites_adhoc invites_register ping register time uptime version admin_adhoc admin_shell posix mam`;

export function configuration({
  domain,
  folder,
  storage,
  certificate,
  starttls,
  direct,
  https,
  networkHost,
}: ConfigurationOptions): string {
  const webModules = https === undefined ? [] : ["bosh", "websocket"];
  const modules = [...MODULES.split(/\s+/), ...serverModules(networkHost), ...webModules].map((name) => `"${name}"`);
  return `run_as_root = true
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
log = { info = "${folder}/prosody.log" }
c2s_interfaces = { "127.0.0.1" }
c2s_direct_tls_interfaces = { "127.0.0.1" }
c2s_ports = { ${starttls} }
c2s_direct_tls_ports = { ${direct} }
http_ports = { }
https_ports = { ${https ?? ""} }
https_interfaces = { "127.0.0.1" }
modules_enabled = { ${modules.join("; ")} }
c2s_require_encryption = true
authentication = "internal_hashed"
storage = "${storage}"
sql = { driver = "SQLite3", database = "prosody.sqlite" }
archive_expires_after = "1w"
${networkHost ? federation(networkHost) : "s2s_ports = { }\ns2s_direct_tls_ports = { }"}
ssl = { certificate = "${certificate.certificate}", key = "${certificate.key}"${networkHost ? `, cafile = "${networkHost.root}"` : ""} }
VirtualHost "${domain}"
Component "${roomsOf(domain)}" "muc"
modules_enabled = { "muc_mam" }
${https === undefined ? "" : files(domain, https)}`;
}

/** Files of 200 MiB, since its default of 10 MB is less than what is measured, and no quota. */
const files = (domain: string, https: number): string => `Component "upload.${domain}" "http_file_share"
http_host = "${domain}"
http_external_url = "https://${domain}:${https}/"
http_file_share_size_limit = 209715200
http_file_share_daily_quota = 1099511627776
`;

/** mod_dialback is in Debian's list; without it, only certificates authenticate servers. */
const serverModules = (networkHost: NetworkHost | undefined): string[] =>
  networkHost?.method.authentication === "external"
    ? ["s2s_bidi"]
    : networkHost
      ? ["s2s_bidi", "dialback"]
      : ["dialback"];

/** libunbound uses the machine's resolver only if configured. */
const federation = ({
  address,
  ports,
  resolver,
  method: way,
}: NetworkHost): string => `s2s_interfaces = { "${address}" }
s2s_direct_tls_interfaces = { "${address}" }
s2s_ports = { ${ports.starttls} }
s2s_direct_tls_ports = { ${ports.direct} }
s2s_require_encryption = true
s2s_secure_auth = ${way.certificate !== "self-signed"}
smacks_s2s_resend = true
unbound = {
  resolvconf = false, hoststxt = false, forward = "${resolver.address}@${resolver.port}",
  options = { ["do-not-query-localhost:"] = "no" }
}`;
