/** The largest requests to each handler; RUN stands for a text that differs each time. A handler without a line here fails tests/hostile/turns.test.ts. */
import { ADMIN, configForm, ITEMS as DISCO_ITEMS, INFO, OWNER as ROOM_OWNER } from "../../support/xep/rooms.ts";
import { BLOCKED, CROWDED_ROOM, PAGE, PUBSUB, repeated } from "./filled.ts";
import type { HandledRequest } from "./kernel.ts";

export interface TurnsRequest {
  readonly by: "owner" | "stranger" | "admin";
  readonly text: string;
}

export const nameOf = ({ place, type, ns, name }: HandledRequest): string =>
  `${place} ${type} <${name} xmlns="${ns}"/>`;

/** Number of elements in half a megabyte whose weight is below the limit of four times that. */
const MAX_ELEMENTS = 4500;
/** Number of addresses allowed in archive preferences. */
const PREFERRED = 1000;
const TEXT = "x".repeat(480_000);
const MAM = "urn:xmpp:mam:2";

const field = (name: string, ...values: readonly string[]): string =>
  `<field var="${name}">${values.map((value) => `<value>${value}</value>`).join("")}</field>`;
const form = (formType: string, fields: string): string =>
  `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", formType)}${fields}</x>`;
const element = (name: string, ns: string, inner = "", attributes = ""): string =>
  `<${name} xmlns="${ns}"${attributes}>${inner}</${name}>`;

const query = (inner = "", attributes = ""): string => element("query", MAM, inner, attributes);
const page = (inner: string): string => `<set xmlns="http://jabber.org/protocol/rsm">${inner}</set>`;
const MAM_QUERIES: readonly string[] = [
  query(),
  query(page("<max>250</max><before/>")),
  query(form(MAM, field("with", "juliet@localhost")) + page("<max>250</max>")),
  query(form(MAM, field("{urn:xmpp:fulltext:0}fulltext", "light word7"))),
  query(form(MAM, field("{urn:xmpp:fulltext:0}fulltext", "a ".repeat(500)))),
  query(form(MAM, field("ids", ...Array.from({ length: MAX_ELEMENTS }, (_, n) => String(n))))),
  query(form(MAM, field("start", "2000-01-01T00:00:00Z") + field("end", "2100-01-01T00:00:00Z"))),
];

const pubsub = (inner: string): string => element("pubsub", PUBSUB, inner);
const pubsubOwner = (inner: string): string => element("pubsub", `${PUBSUB}#owner`, inner);
const PUBSUB_GETS: readonly string[] = [
  pubsub('<items node="many"/>'),
  pubsub('<items node="large"/>'),
  pubsub(`<items node="many">${repeated(MAX_ELEMENTS, (n) => `<item id="i${n}"/>`)}</items>`),
  pubsub(`<items node="large">${repeated(MAX_ELEMENTS, (n) => `<item id="l${n % 15}"/>`)}</items>`),
  pubsub(`<items node="large">${'<item id="l0"/>'.repeat(MAX_ELEMENTS)}</items>`),
  pubsub("<subscriptions/>"),
  pubsub("<affiliations/>"),
  pubsub("<default/>"),
];
const PUBSUB_SETS: readonly string[] = [
  pubsub(`<publish node="e"><item id="RUN"><a xmlns="urn:a">${"<b/>".repeat(MAX_ELEMENTS)}</a></item></publish>`),
  pubsub(`<publish node="t"><item id="RUN"><a xmlns="urn:a">${TEXT.slice(0, 250_000)}</a></item></publish>`),
  pubsub(`<publish node="p">${repeated(1000, (n) => `<item id="p${n}"><a xmlns="urn:a"/></item>`)}</publish>`),
  pubsub(`<retract node="p">${repeated(MAX_ELEMENTS, (n) => `<item id="p${n}"/>`)}</retract>`),
  pubsub('<subscribe node="many" jid="romeo@localhost"/>'),
  pubsub('<create node="late"/>'),
];
const PUBSUB_OWNER_SETS: readonly string[] = [
  pubsubOwner(
    `<affiliations node="many">${repeated(MAX_ELEMENTS, (n) => `<affiliation jid="a${n}@x.example" affiliation="member"/>`)}</affiliations>`,
  ),
  pubsubOwner(
    `<subscriptions node="many">${repeated(MAX_ELEMENTS, (n) => `<subscription jid="a${n}@x.example" subscription="subscribed"/>`)}</subscriptions>`,
  ),
  pubsubOwner(`<configure node="many">${form(`${PUBSUB}#node_config`, field("pubsub#title", "many"))}</configure>`),
  pubsubOwner('<purge node="p"/>'),
  pubsubOwner('<delete node="late"/>'),
];
const PUBSUB_OWNER_GETS: readonly string[] = [
  pubsubOwner('<affiliations node="many"/>'),
  pubsubOwner('<subscriptions node="many"/>'),
  pubsubOwner('<configure node="many"/>'),
  pubsubOwner("<default/>"),
];

const disco = (ns: string, ...nodes: readonly string[]): string[] => [
  element("query", ns),
  ...nodes.map((node) => element("query", ns, "", ` node="${node}"`)),
];
const VCARD = element("vCard", "vcard-temp", `<FN>RUN</FN>${"<a/>".repeat(MAX_ELEMENTS)}`);
const VCARD4 = element(
  "vcard",
  "urn:ietf:params:xml:ns:vcard-4.0",
  `<fn><text>RUN</text></fn>${"<a/>".repeat(MAX_ELEMENTS)}`,
);
const COMMANDS = "http://jabber.org/protocol/commands";
const commands = (...nodes: readonly string[]): string[] =>
  nodes.map((node) => element("command", COMMANDS, "", ` node="${node}" action="execute"`));
const admin = (name: string): string => `http://jabber.org/protocol/admin#${name}`;
const BLOCKING = "urn:xmpp:blocking";
const ROSTER = "jabber:iq:roster";
const PREFS = `<always>${repeated(PREFERRED, (n) => `<jid>j${n}@x.example</jid>`)}</always><never/>`;
const items = repeated(PAGE, (n) => `<item affiliation="none" jid="m0x${n}@x.example"/>`);
const nonesuch = (name: string, ns: string): string[] => [
  element(name, ns),
  element(name, ns, "<a/>".repeat(MAX_ELEMENTS)),
];

/** Requests by the end of a handler's name, in any place. A change comes before the one that reverts it. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  'self get <blocklist xmlns="urn:xmpp:blocking"/>': [element("blocklist", BLOCKING)],
  'self set <block xmlns="urn:xmpp:blocking"/>': [
    element("unblock", BLOCKING),
    element(
      "block",
      BLOCKING,
      repeated(BLOCKED, (n) => `<item jid="d${n}.example"/>`),
    ),
    element(
      "block",
      BLOCKING,
      repeated(BLOCKED, (n) => `<item jid="d${n}.example"/>`),
    ),
  ],
  'self set <unblock xmlns="urn:xmpp:blocking"/>': [
    element(
      "unblock",
      BLOCKING,
      repeated(BLOCKED, (n) => `<item jid="d${n}.example"/>`),
    ),
    element(
      "block",
      BLOCKING,
      repeated(BLOCKED, (n) => `<item jid="b${n}.example"/>`),
    ),
  ],
  [`self get <query xmlns="${ROSTER}"/>`]: [element("query", ROSTER), element("query", ROSTER, "", ' ver=""')],
  [`self set <query xmlns="${ROSTER}"/>`]: [
    element(
      "query",
      ROSTER,
      `<item jid="c1@d1.example">${repeated(100, (n) => `<group>${n} ${"x".repeat(900)}</group>`)}</item>`,
    ),
    element("query", ROSTER, '<item jid="c2@d2.example" subscription="remove"/>'),
    element("query", ROSTER, '<item jid="c2@d2.example"/>'),
  ],
  'set <session xmlns="urn:ietf:params:xml:ns:xmpp-session"/>': nonesuch(
    "session",
    "urn:ietf:params:xml:ns:xmpp-session",
  ),
  'get <ping xmlns="urn:xmpp:ping"/>': nonesuch("ping", "urn:xmpp:ping"),
  'get <query xmlns="jabber:iq:last"/>': nonesuch("query", "jabber:iq:last"),
  'get <query xmlns="jabber:iq:version"/>': nonesuch("query", "jabber:iq:version"),
  'get <time xmlns="urn:xmpp:time"/>': nonesuch("time", "urn:xmpp:time"),
  'get <services xmlns="urn:xmpp:extdisco:2"/>': nonesuch("services", "urn:xmpp:extdisco:2"),
  'get <credentials xmlns="urn:xmpp:extdisco:2"/>': nonesuch("credentials", "urn:xmpp:extdisco:2"),
  'get <list xmlns="urn:xmpp:cam:0"/>': nonesuch("list", "urn:xmpp:cam:0"),
  'set <revoke xmlns="urn:xmpp:cam:0"/>': [element("revoke", "urn:xmpp:cam:0", "", ' id="nonesuch"')],
  'get <query xmlns="jabber:iq:register"/>': nonesuch("query", "jabber:iq:register"),
  'set <query xmlns="jabber:iq:register"/>': [
    element("query", "jabber:iq:register", "<a/>".repeat(MAX_ELEMENTS)),
    element(
      "query",
      "jabber:iq:register",
      form(
        "jabber:iq:register",
        repeated(MAX_ELEMENTS / 2, (n) => field(`f${n}`, "x")),
      ),
    ),
    element("query", "jabber:iq:register", `<username>${TEXT}</username><password>x</password>`),
  ],
  'get <vCard xmlns="vcard-temp"/>': nonesuch("vCard", "vcard-temp"),
  'set <vCard xmlns="vcard-temp"/>': [VCARD, element("vCard", "vcard-temp", `<NOTE>${TEXT}</NOTE>`)],
  'get <query xmlns="jabber:iq:private"/>': [
    element("query", "jabber:iq:private", '<storage xmlns="storage:bookmarks"/>'),
    element("query", "jabber:iq:private", '<x xmlns="urn:x"/>'),
  ],
  'set <query xmlns="jabber:iq:private"/>': [
    element("query", "jabber:iq:private", `<x xmlns="urn:x">${"<a/>".repeat(MAX_ELEMENTS)}</x>`),
    element("query", "jabber:iq:private", `<x xmlns="urn:x">RUN${TEXT}</x>`),
    element(
      "query",
      "jabber:iq:private",
      `<storage xmlns="storage:bookmarks">${repeated(1000, (n) => `<conference jid="r${n}@x.example" name="RUN"/>`)}</storage>`,
    ),
  ],
  [`get <prefs xmlns="${MAM}"/>`]: nonesuch("prefs", MAM),
  [`set <prefs xmlns="${MAM}"/>`]: [
    element("prefs", MAM, PREFS, ' default="roster"'),
    element("prefs", MAM, "", ' default="always"'),
  ],
  [`get <query xmlns="${MAM}"/>`]: [query()],
  [`set <query xmlns="${MAM}"/>`]: MAM_QUERIES,
  [`get <metadata xmlns="${MAM}"/>`]: nonesuch("metadata", MAM),
  'set <enable xmlns="urn:xmpp:carbons:2"/>': nonesuch("enable", "urn:xmpp:carbons:2"),
  'set <disable xmlns="urn:xmpp:carbons:2"/>': nonesuch("disable", "urn:xmpp:carbons:2"),
  'set <enable xmlns="urn:xmpp:push:0"/>': [
    ...Array.from({ length: 20 }, (_, n) =>
      element("enable", "urn:xmpp:push:0", "", ` jid="push.example" node="n${n}"`),
    ),
    element(
      "enable",
      "urn:xmpp:push:0",
      form(
        `${PUBSUB}#publish-options`,
        repeated(MAX_ELEMENTS / 2, (n) => field(`f${n}`, "x")),
      ),
      ' jid="push.example" node="x"',
    ),
  ],
  'set <disable xmlns="urn:xmpp:push:0"/>': [element("disable", "urn:xmpp:push:0", "", ' jid="push.example"')],
  [`get <query xmlns="${INFO}"/>`]: disco(INFO, "many", "large", COMMANDS, "x".repeat(100_000)),
  [`get <query xmlns="${DISCO_ITEMS}"/>`]: disco(DISCO_ITEMS, "many", "large", COMMANDS, "x".repeat(100_000)),
  [`get <pubsub xmlns="${PUBSUB}"/>`]: PUBSUB_GETS,
  [`set <pubsub xmlns="${PUBSUB}"/>`]: PUBSUB_SETS,
  [`get <pubsub xmlns="${PUBSUB}#owner"/>`]: PUBSUB_OWNER_GETS,
  [`set <pubsub xmlns="${PUBSUB}#owner"/>`]: PUBSUB_OWNER_SETS,
  'get <vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"/>': nonesuch("vcard", "urn:ietf:params:xml:ns:vcard-4.0"),
  'set <vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"/>': [VCARD4],
  'get <query xmlns="http://jabber.org/protocol/bytestreams"/>': nonesuch(
    "query",
    "http://jabber.org/protocol/bytestreams",
  ),
  'set <query xmlns="http://jabber.org/protocol/bytestreams"/>': [
    element("query", "http://jabber.org/protocol/bytestreams", "<activate>juliet@localhost/app</activate>", ' sid="x"'),
  ],
  'get <request xmlns="urn:xmpp:http:upload:0"/>': [
    element("request", "urn:xmpp:http:upload:0", "", ' filename="RUN" size="1"'),
    element("request", "urn:xmpp:http:upload:0", "<a/>".repeat(MAX_ELEMENTS), ' filename="RUN" size="1"'),
    element("request", "urn:xmpp:http:upload:0", "", ` filename="${TEXT}" size="1" content-type="${TEXT.slice(1)}"`),
  ],
  'get <search xmlns="urn:xmpp:channel-search:0:search"/>': [
    element("search", "urn:xmpp:channel-search:0:search"),
    element(
      "search",
      "urn:xmpp:channel-search:0:search",
      form("urn:xmpp:channel-search:0:search-params", field("all", "true")),
    ),
    element(
      "search",
      "urn:xmpp:channel-search:0:search",
      form("urn:xmpp:channel-search:0:search-params", field("q", "a b c d e f g h i j k l m n o p")),
    ),
  ],
  [`get <query xmlns="${ADMIN}"/>`]: ["member", "admin", "owner", "outcast"].map((affiliation) =>
    element("query", ADMIN, `<item affiliation="${affiliation}"/>`),
  ),
  [`set <query xmlns="${ADMIN}"/>`]: [
    element("query", ADMIN, items),
    element("query", ADMIN, items.replaceAll('"none"', '"member"')),
  ],
  [`get <query xmlns="${ROOM_OWNER}"/>`]: [element("query", ROOM_OWNER)],
  [`set <query xmlns="${ROOM_OWNER}"/>`]: [
    element("query", ROOM_OWNER, configForm({ roomname: "RUN" })),
    element("query", ROOM_OWNER, configForm({ membersonly: "1" })),
    element("query", ROOM_OWNER, configForm({ membersonly: "0" })),
    element("query", ROOM_OWNER, configForm({ roomadmins: Array.from({ length: PAGE }, (_, n) => `a${n}@x.example`) })),
  ],
  'set <moderate xmlns="urn:xmpp:message-moderate:1"/>': nonesuch("moderate", "urn:xmpp:message-moderate:1"),
  'set <apply-to xmlns="urn:xmpp:fasten:0"/>': nonesuch("apply-to", "urn:xmpp:fasten:0"),
  [`set <command xmlns="${COMMANDS}"/>`]: commands(
    ...["get-registered-users-list", "get-online-users-list", "get-online-users-num", "get-disabled-users-list"].map(
      admin,
    ),
    ...["add-user", "delete-user", "announce", "user-stats", "edit-admin", "get-user-lastlogin"].map(admin),
    "urn:xmpp:hats:commands:list",
  ),
};

const ADDRESSES: Readonly<Record<string, string | undefined>> = {
  self: undefined,
  account: "romeo@localhost",
  server: "localhost",
  room: CROWDED_ROOM,
};

/** The requests for a handler, by the owner, and by others where they may ask; undefined where the handler is unknown. */
export function requestsTo(handled: HandledRequest): readonly TurnsRequest[] | undefined {
  const name = nameOf(handled);
  const inner = INNER[name] ?? Object.entries(INNER).find(([end]) => name.endsWith(` ${end}`))?.[1];
  if (!inner) return undefined;
  const { place, type } = handled;
  const address = place.startsWith("service ") ? `${place.slice("service ".length)}.localhost` : ADDRESSES[place];
  const to = address === undefined ? "" : ` to="${address}"`;
  const askers = place === "self" ? (["owner"] as const) : (["owner", "stranger", "admin"] as const);
  const common = [
    element(handled.name, handled.ns, "", ` node="${"x".repeat(100_000)}"`),
    element(
      handled.name,
      handled.ns,
      repeated(MAX_ELEMENTS, (n) => `<item jid="x${n}@localhost" node="${n}"/>`),
    ),
  ];
  const changes = type === "set" ? ["owner" as const] : askers;
  return [
    ...changes.flatMap((by) => inner.map((text) => ({ by, text: `<iq type="${type}"${to}>${text}</iq>` }))),
    ...common.map((text) => ({ by: askers.at(-1) ?? "owner", text: `<iq type="${type}"${to}>${text}</iq>` })),
  ];
}
