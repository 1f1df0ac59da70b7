/** Fills a server up to its limits: the largest state that a request may have to read. */
import { configForm, MUC, OWNER, roomAt, SERVICE } from "../../support/xep/rooms.ts";
import type { TurnsKernel, TurnsSession } from "./kernel.ts";

export const CONTACTS = 5000;
export const BLOCKED = 5000;
export const NODES = 1000;
const ITEMS = 10_000;
/** Bytes of the largest item of a node; twice this many fit into an account's storage beside the small items. */
const LARGE = 250_000;
const LARGE_ITEMS = 15;
const MEMBERS = 10_000;
/** Entries changed in one request. */
export const PAGE = 100;
const MESSAGES = 20_000;
const WAITING = 10_000;
const APPS = 50;
const ROOMS = 1000;
const ROOMS_EACH = 100;
export const CROWDED_ROOM = roomAt("hall");
export const PUBSUB = "http://jabber.org/protocol/pubsub";

/** The sessions that send requests: of the account that owns everything, of another account, of an administrator. */
export interface TurnsSessions {
  readonly owner: TurnsSession;
  readonly stranger: TurnsSession;
  readonly admin: TurnsSession;
}
/** Raises rate limits that would only make filling slow. */
export const SETTINGS = ["sessions.max_unacknowledged=100000", "registration.per_hour=1000000"];

export const repeated = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => text(n)).join("");

/** Sends `count` texts and waits for a ping after each hundred, so that nothing piles up. */
async function sendAll(session: TurnsSession, count: number, text: (n: number) => string): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    session.sends(text(n));
    if (n % 100 === 99) await session.asks("<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>");
  }
}

export const publish = (node: string, items: string, to = "", access = "open"): string => {
  const fields = Object.entries({ access_model: access, max_items: "max" }).map(
    ([name, value]) => `<field var="pubsub#${name}"><value>${value}</value></field>`,
  );
  const type = `<field var="FORM_TYPE"><value>${PUBSUB}#publish-options</value></field>`;
  const options = `<publish-options><x xmlns="jabber:x:data" type="submit">${type}${fields.join("")}</x></publish-options>`;
  return `<iq type="set"${to} id="p"><pubsub xmlns="${PUBSUB}"><publish node="${node}">${items}</publish>${options}</pubsub></iq>`;
};

export async function fill(kernel: TurnsKernel): Promise<TurnsSessions> {
  const makers = Array.from({ length: ROOMS / ROOMS_EACH }, (_, n) => `maker${n}`);
  for (const name of ["romeo", "juliet", "admin", "mercutio", ...makers]) await kernel.account(name);
  const owner = kernel.openSession("romeo", "app0");
  const stranger = kernel.openSession("juliet", "app");
  const admin = kernel.openSession("admin", "app");
  await fillNodes(owner);
  await fillRooms(kernel, makers);
  await fillCrowdedRoom(owner);
  await fillArchives(owner, stranger);
  await sendAll(owner, CONTACTS, (n) => {
    const item = `<item jid="c${n}@d${n}.example"><group>friends ${n % 50}</group></item>`;
    return `<iq type="set" id="r"><query xmlns="jabber:iq:roster">${item}</query></iq>`;
  });
  await owner.asks(
    `<iq type="set"><block xmlns="urn:xmpp:blocking">${repeated(BLOCKED, (n) => `<item jid="b${n}.example"/>`)}</block></iq>`,
  );
  await owner.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  for (let n = 1; n < APPS; n += 1) kernel.openSession("romeo", `app${n}`);
  await kernel.settled();
  return { owner, stranger, admin };
}

async function fillNodes(owner: TurnsSession): Promise<void> {
  const large = `<a xmlns="urn:a">${"x".repeat(LARGE - 100)}</a>`;
  for (const to of ["", ' to="pubsub.localhost"']) {
    await sendAll(
      owner,
      NODES - 5,
      (n) => `<iq type="set" id="n"${to}><pubsub xmlns="${PUBSUB}"><create node="n${n}"/></pubsub></iq>`,
    );
    await sendAll(owner, ITEMS, (n) => publish("many", `<item id="i${n}"><a xmlns="urn:a"/></item>`, to));
    await sendAll(owner, LARGE_ITEMS, (n) => publish("large", `<item id="l${n}">${large}</item>`, to));
  }
  await sendAll(owner, LARGE_ITEMS, (n) => {
    const inner = `<extensions><x xmlns="urn:x">${"x".repeat(LARGE - 1000)}</x></extensions>`;
    return publish(
      "urn:xmpp:bookmarks:1",
      `<item id="r${n}@${SERVICE}"><conference xmlns="urn:xmpp:bookmarks:1">${inner}</conference></item>`,
      "",
      "whitelist",
    );
  });
}

const joining = (room: string, nick: string): string => `<presence to="${room}/${nick}"><x xmlns="${MUC}"/></presence>`;
const configuring = (room: string): string =>
  `<iq type="set" id="c" to="${room}"><query xmlns="${OWNER}">${configForm({ membersonly: "0", publicroom: "1" })}</query></iq>`;

async function fillRooms(kernel: TurnsKernel, makers: readonly string[]): Promise<void> {
  for (const [index, name] of makers.entries()) {
    const maker = kernel.openSession(name, "app");
    for (let n = 0; n < ROOMS_EACH; n += 1) {
      const room = roomAt(`room${index}x${n}`);
      for (const text of [joining(room, "maker"), configuring(room)]) maker.sends(text);
    }
    await kernel.settled();
  }
}

async function fillCrowdedRoom(owner: TurnsSession): Promise<void> {
  for (const text of [joining(CROWDED_ROOM, "romeo"), configuring(CROWDED_ROOM)]) owner.sends(text);
  for (let page = 0; page < MEMBERS / PAGE; page += 1) {
    const items = repeated(
      PAGE,
      (n) => `<item affiliation="${n % 2 ? "member" : "admin"}" jid="m${page}x${n}@x.example"/>`,
    );
    await owner.asks(`<iq type="set" to="${CROWDED_ROOM}"><query xmlns="${MUC}#admin">${items}</query></iq>`);
  }
  await sendAll(
    owner,
    MESSAGES / 10,
    (n) => `<message to="${CROWDED_ROOM}" type="groupchat"><body>But, soft! word${n % 1000}</body></message>`,
  );
}

async function fillArchives(owner: TurnsSession, stranger: TurnsSession): Promise<void> {
  const chat = (to: string, n: number): string =>
    `<message to="${to}@localhost" type="chat" id="m${n}"><body>But, soft! what light through yonder window breaks? word${n % 1000}</body></message>`;
  await sendAll(stranger, MESSAGES, (n) => chat("romeo", n));
  await sendAll(owner, WAITING, (n) => chat("mercutio", n));
}
