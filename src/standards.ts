/** The supported standards, and the pages that list them, generated from what the modules declare. */
import { xml } from "./stanza.ts";
import { print } from "./xml/print.ts";

export interface Standard {
  /** "0191". */
  readonly xep: string;
  /** The version that the code was written from. */
  readonly version: string;
}

/** XEPs that no module declares: those of streams and sessions, and those that modules are written with. */
const WITHOUT_MODULE: readonly Standard[] = [
  { xep: "0048", version: "1.2" },
  { xep: "0004", version: "2.13.2" },
  { xep: "0059", version: "1.0" },
  { xep: "0066", version: "1.5" },
  { xep: "0082", version: "1.1.1" },
  { xep: "0084", version: "1.1.4" },
  { xep: "0124", version: "1.11.2" },
  { xep: "0172", version: "1.1" },
  { xep: "0178", version: "1.2" },
  { xep: "0185", version: "1.0" },
  { xep: "0198", version: "1.6.3" },
  { xep: "0203", version: "2.0" },
  { xep: "0206", version: "1.4" },
  { xep: "0220", version: "1.1.1" },
  { xep: "0222", version: "1.0" },
  { xep: "0223", version: "1.1.1" },
  { xep: "0227", version: "1.1" },
  { xep: "0249", version: "1.2" },
  { xep: "0288", version: "1.0.1" },
  { xep: "0297", version: "1.0" },
  { xep: "0308", version: "1.2.1" },
  { xep: "0334", version: "1.0.0" },
  { xep: "0344", version: "0.4" },
  { xep: "0368", version: "1.1.0" },
  { xep: "0379", version: "0.3.3" },
  { xep: "0386", version: "1.1.0" },
  { xep: "0388", version: "1.0.4" },
  { xep: "0410", version: "1.1.0" },
  { xep: "0411", version: "1.1.0" },
  { xep: "0440", version: "1.0.0" },
  { xep: "0445", version: "0.2.0" },
  { xep: "0446", version: "0.2.0" },
  { xep: "0447", version: "0.3.1" },
  { xep: "0474", version: "0.5.0" },
  { xep: "0478", version: "0.2.0" },
  { xep: "0480", version: "0.2.0" },
  { xep: "0487", version: "0.1.0" },
  { xep: "0509", version: "0.2.0" },
  { xep: "0515", version: "0.1.0" },
];

const RFCS: readonly (readonly [number: string, title: string])[] = [
  ["4511", "Lightweight Directory Access Protocol (LDAP)"],
  ["5802", "SCRAM"],
  ["6120", "XMPP: Core"],
  ["6121", "XMPP: Instant Messaging and Presence"],
  ["6886", "NAT Port Mapping Protocol (NAT-PMP)"],
  ["6887", "Port Control Protocol (PCP)"],
  ["7301", "TLS Application-Layer Protocol Negotiation (ALPN)"],
  ["7395", "An XMPP Subprotocol for WebSocket"],
  ["7443", "ALPN Labels for STUN Usages"],
  ["7590", "Use of TLS in XMPP"],
  ["7622", "XMPP: Address Format"],
  ["8489", "Session Traversal Utilities for NAT (STUN)"],
  ["8555", "Automatic Certificate Management Environment (ACME)"],
  ["8656", "Traversal Using Relays around NAT (TURN)"],
  ["9773", "ACME Renewal Information"],
];

const TITLES: Readonly<Record<string, string>> = {
  "0004": "Data Forms",
  "0012": "Last Activity",
  "0030": "Service Discovery",
  "0045": "Multi-User Chat",
  "0048": "Bookmarks",
  "0049": "Private XML Storage",
  "0050": "Ad-Hoc Commands",
  "0054": "vcard-temp",
  "0059": "Result Set Management",
  "0060": "Publish-Subscribe",
  "0065": "SOCKS5 Bytestreams",
  "0066": "Out of Band Data",
  "0077": "In-Band Registration",
  "0082": "XMPP Date and Time Profiles",
  "0084": "User Avatar",
  "0092": "Software Version",
  "0114": "Jabber Component Protocol",
  "0115": "Entity Capabilities",
  "0124": "Bidirectional-streams Over Synchronous HTTP (BOSH)",
  "0133": "Service Administration",
  "0153": "vCard-Based Avatars",
  "0156": "Discovering Alternative XMPP Connection Methods",
  "0157": "Contact Addresses for XMPP Services",
  "0160": "Best Practices for Handling Offline Messages",
  "0163": "Personal Eventing Protocol",
  "0172": "User Nickname",
  "0178": "Best Practices for Use of SASL EXTERNAL with Certificates",
  "0185": "Dialback Key Generation and Validation",
  "0191": "Blocking Command",
  "0198": "Stream Management",
  "0199": "XMPP Ping",
  "0202": "Entity Time",
  "0203": "Delayed Delivery",
  "0206": "XMPP Over BOSH",
  "0215": "External Service Discovery",
  "0220": "Server Dialback",
  "0222": "Persistent Storage of Public Data via PubSub",
  "0227": "Portable Import/Export Format for XMPP-IM Servers",
  "0223": "Persistent Storage of Private Data via PubSub",
  "0249": "Direct MUC Invitations",
  "0280": "Message Carbons",
  "0283": "Moved",
  "0288": "Bidirectional Server-to-Server Connections",
  "0292": "vCard4 Over XMPP",
  "0297": "Stanza Forwarding",
  "0308": "Last Message Correction",
  "0313": "Message Archive Management",
  "0317": "Hats",
  "0334": "Message Processing Hints",
  "0344": "Impact of TLS and DNSSEC on Dialback",
  "0352": "Client State Indication",
  "0357": "Push Notifications",
  "0359": "Unique and Stable Stanza IDs",
  "0363": "HTTP File Upload",
  "0368": "SRV records for XMPP over TLS",
  "0377": "Blocking Command Reports",
  "0386": "Bind 2",
  "0388": "Extensible SASL Profile",
  "0379": "Pre-Authenticated Roster Subscription",
  "0390": "Entity Capabilities 2.0",
  "0398": "User Avatar to vCard-Based Avatars Conversion",
  "0401": "Ad-hoc Account Invitation Generation",
  "0402": "PEP Native Bookmarks",
  "0410": "MUC Self-Ping (Schrödinger's Chat)",
  "0411": "Bookmarks Conversion",
  "0421": "Occupant identifiers for semi-anonymous MUCs",
  "0424": "Message Retraction",
  "0425": "Moderated Message Retraction",
  "0431": "Full Text Search in MAM",
  "0433": "Extended Channel Search",
  "0440": "SASL Channel-Binding Type Capability",
  "0441": "Message Archive Management Preferences",
  "0445": "Pre-Authenticated In-Band Registration",
  "0446": "File metadata element",
  "0447": "Stateless file sharing",
  "0452": "MUC Mention Notifications",
  "0474": "SASL SCRAM Downgrade Protection",
  "0478": "Stream Limits Advertisement",
  "0480": "SASL Upgrade Tasks",
  "0484": "Fast Authentication Streamlining Tokens",
  "0485": "PubSub Server Information",
  "0486": "MUC Avatars",
  "0487": "Host Meta 2 - One Method To Rule Them All",
  "0490": "Message Displayed Synchronization",
  "0494": "Client Access Management",
  "0509": "Initial Authentication Pipelining",
  "0515": "TLS Channel-Binding Downgrade Protection",
};

/** What a module declares. */
interface Declaration {
  readonly xep?: string;
  readonly version?: string;
}

/** By number. Throws for a XEP that is missing in TITLES. */
export function standardsOf(modules: readonly Declaration[]): readonly (Standard & { readonly title: string })[] {
  const declared = modules.flatMap(({ xep, version }) => (xep && version ? [{ xep, version }] : []));
  const byNumber = new Map([...WITHOUT_MODULE, ...declared].map((standard) => [standard.xep, standard]));
  return [...byNumber.values()]
    .sort((a, b) => a.xep.localeCompare(b.xep))
    .map((standard) => {
      const title = TITLES[standard.xep];
      if (title === undefined) throw new Error(`XEP-${standard.xep} has no title in src/standards.ts`);
      return { ...standard, title };
    });
}

const linkOf = (xep: string): string => `https://xmpp.org/extensions/xep-${xep}.html`;

/** docs/features.md. */
export function printFeatures(modules: readonly Declaration[]): string {
  const rfcs = RFCS.map(
    ([number, title]) => `| [RFC ${number}](https://www.rfc-editor.org/rfc/rfc${number}) | ${title} | |\n`,
  );
  const xeps = standardsOf(modules).map(
    ({ xep, title, version }) => `| [XEP-${xep}](${linkOf(xep)}) | ${title} | ${version} |\n`,
  );
  return `# Standards\n\nWhat this server speaks, made from the source by \`npm run docs\`.\n\n| standard | title | version |\n|---|---|---|\n${rfcs.join("")}${xeps.join("")}`;
}

const BEGIN = "<!-- standards: made by npm run docs -->";
const END = "<!-- standards end -->";

/** A README with its table of standards replaced, between BEGIN and END. Throws where these are missing. */
export function withStandards(readme: string, modules: readonly Declaration[]): string {
  const [head, rest] = readme.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error(`the README lacks ${BEGIN} or ${END}`);
  const rows = standardsOf(modules).map(
    ({ xep, title, version }) => `| [${xep}](${linkOf(xep)}) | ${title} | ${version} |\n`,
  );
  return `${head}${BEGIN}\n\n| XEP | | version |\n|---|---|---|\n${rows.join("")}\n${END}${tail}`;
}

/** doap.xml (XEP-0453). */
export function printDoap(modules: readonly Declaration[], version: string): string {
  const rfcs = RFCS.map(([number]) =>
    implemented(xml("rdf:Description", { "rdf:about": `https://www.rfc-editor.org/rfc/rfc${number}` })),
  );
  const xeps = standardsOf(modules).map(({ xep, version }) =>
    implemented(
      xml(
        "xmpp:SupportedXep",
        {},
        xml("xmpp:xep", { "rdf:resource": linkOf(xep) }),
        xml("xmpp:version", {}, version),
        xml("xmpp:status", {}, "complete"),
      ),
    ),
  );
  const project = [
    xml("name", {}, "jabber-home"),
    xml("shortdesc", { "xml:lang": "en" }, "Your own messaging server, as easily as plugging in a box"),
    xml("programming-language", {}, "TypeScript"),
    xml("os", {}, "Linux"),
    xml("category", { "rdf:resource": "https://linkmauve.fr/ns/xmpp-doap#category-server" }),
    xml("release", {}, xml("Version", {}, xml("revision", {}, version))),
    ...rfcs,
    ...xeps,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://usefulinc.com/ns/doap#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmpp="https://linkmauve.fr/ns/xmpp-doap#">
<Project>
${project.map((element) => `  ${print(element)}\n`).join("")}</Project>
</rdf:RDF>
`;
}

const implemented = (what: ReturnType<typeof xml>) => xml("implements", {}, what);
