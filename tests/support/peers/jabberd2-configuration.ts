/** The four configuration files of jabberd2, after Debian's, for one domain with SQLite. */
import type { NetworkHost } from "../network/network-host.ts";

export interface ConfigurationOptions {
  readonly domain: string;
  readonly folder: string;
  /** A file with the leaf and its key. */
  readonly certificate: string;
  /** The folder of its modules. */
  readonly modules: string;
  readonly database: string;
  readonly router: number;
  readonly starttls: number;
  readonly direct: number;
  readonly networkHost: NetworkHost | undefined;
}

export const PROGRAMS = ["router", "sm", "s2s", "c2s"] as const;
export type Program = (typeof PROGRAMS)[number];

/** The port of its router, on loopback. */
const USER = "<user>jabberd</user><pass>secret</pass>";

/** The chains of Debian's sm.xml. */
const CHAINS: Readonly<Record<string, string>> = {
  "sess-start": "status",
  "sess-end": "status iq-last",
  "in-sess":
    "validate status privacy roster vacation iq-vcard iq-ping iq-private disco amp offline announce presence deliver",
  "in-router": "session validate presence privacy",
  "out-router": "privacy",
  "pkt-sm": "iq-last iq-ping iq-time iq-version amp disco announce help echo status presence",
  "pkt-user": "roster presence disco iq-vcard amp deliver vacation offline iq-last",
  "pkt-router": "session disco",
  "user-load": "active roster roster-publish privacy vacation",
  "user-create": "active template-roster",
  "user-delete": "active announce offline privacy roster vacation status iq-last iq-private iq-vcard",
  "disco-extend": "iq-version help",
};

const chains = Object.entries(CHAINS)
  .map(([id, names]) => {
    const modules = names.split(" ").map((name) => `<module>${name}</module>`);
    return `<chain id='${id}'>${modules.join("")}</chain>`;
  })
  .join("\n    ");

/** By the program's name, its file's text. */
export function configuration(options: ConfigurationOptions): Readonly<Record<Program, string>> {
  const { domain, folder, certificate, modules, database, router, starttls, direct, networkHost } = options;
  const file = (name: Program, inner: string): string =>
    `<${name}><id>${name}</id><log type='file'><file>${logOf(folder, name)}</file></log>\n  ${inner}\n</${name}>\n`;
  const toRouter = `<router><ip>127.0.0.1</ip><port>${router}</port>${USER}</router>`;
  const sqlite = `<sqlite><dbname>${database}</dbname><sql>PRAGMA synchronous = NORMAL;</sql><busy-timeout>2000</busy-timeout></sqlite>`;
  return {
    router: file(
      "router",
      `<local><ip>127.0.0.1</ip><port>${router}</port><users>${folder}/users.xml</users></local>
  <aci><acl type='all'><user>jabberd</user></acl></aci>`,
    ),
    sm: file(
      "sm",
      `${toRouter}<local><id>${domain}</id></local>
  <storage><path>${modules}</path><driver>sqlite</driver>${sqlite}</storage>
  <modules><path>${modules}</path>
    ${chains}
  </modules>
  <user><auto-create/></user>`,
    ),
    s2s: file("s2s", `${toRouter}${networkHost ? federation(networkHost) : ""}`),
    c2s: file(
      "c2s",
      `${toRouter}<local><id pemfile='${certificate}' require-starttls='mu'>${domain}</id>
    <ip>127.0.0.1</ip><port>${starttls}</port><ssl-port>${direct}</ssl-port><pemfile>${certificate}</pemfile></local>
  <io><limits><stanzas>0</stanzas></limits></io>
  <authreg><path>${modules}</path><module>sqlite</module>
    <mechanisms><sasl/></mechanisms><ssl-mechanisms><sasl><plain/></sasl></ssl-mechanisms>
    ${sqlite}
  </authreg>`,
    ),
  };
}

export const logOf = (folder: string, program: Program): string => `${folder}/${program}.log`;

/** jabberd2 supports STARTTLS and dialback, but neither EXTERNAL nor direct TLS; any certificate is accepted. */
const federation = ({
  address,
  ports,
  certificate,
}: NetworkHost): string => `<local><ip>${address}</ip><port>${ports.starttls}</port>
    <pemfile>${certificate.both}</pemfile></local>
  <security><require_tls>1</require_tls></security>
  <lookup><srv>xmpp-server</srv><resolve-ipv6/><min-ttl>1</min-ttl><bad-host-timeout>1</bad-host-timeout></lookup>
  <check><interval>1</interval></check>`;
