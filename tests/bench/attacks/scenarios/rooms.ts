import type { Attack } from "../attack.ts";
import { repeatNumbered } from "../attack-context.ts";
import { ITEMS } from "../pubsub.ts";
import { ADMIN, configure, join, makeRoom, roomAt, SERVICE } from "../rooms.ts";

const INFO = "http://jabber.org/protocol/disco#info";
const SEARCH = "urn:xmpp:channel-search:0:search";
const FORM_TYPE = `<field var='FORM_TYPE'><value>${SEARCH}-params</value></field>`;

export const affiliations: Attack = {
  name: "affiliations",
  about: "a room with 10,000 admins: five forms of 250 bytes, five lists, five times what it is.",
  accounts: ["tybalt"],
  settings: ["limits.rate=100MB"],
  run: async (context) => {
    const owner = await context.enter("tybalt");
    await makeRoom(owner, "hall");
    const room = roomAt("hall");
    for (let page = 0; page < 50; page += 1) {
      const items = repeatNumbered(200, (n) => `<item jid='m${page}-${n}@x.example' affiliation='admin'/>`);
      await owner.asks(`<iq type='set' to='${room}'><query xmlns='${ADMIN}'>${items}</query></iq>`);
    }
    await owner.pings();
    await context.startMeasurement();
    for (let n = 0; n < 5; n += 1) {
      await configure(owner, "hall", { roomname: `hall ${n}` });
      await owner.asks(`<iq type='get' to='${room}'><query xmlns='${ADMIN}'><item affiliation='admin'/></query></iq>`);
      await owner.asks(`<iq type='get' to='${room}'><query xmlns='${INFO}'/></iq>`);
      await owner.pings();
    }
    return owner.answerSummary();
  },
};

const GUESTS = Array.from({ length: 300 }, (_, n) => `guest${n}`);

export const joins: Attack = {
  name: "joins",
  about: "300 people enter one room at once.",
  accounts: ["tybalt", ...GUESTS],
  run: async (context) => {
    await makeRoom(await context.enter("tybalt"), "hall");
    const guests = await Promise.all(GUESTS.map((name) => context.enter(name)));
    await context.startMeasurement();
    for (const [n, guest] of guests.entries()) guest.sends(join("hall", `g${n}`));
    await Promise.all(guests.map((guest) => guest.pings()));
    return [...new Set(guests.map((guest) => guest.answerSummary()))].slice(0, 3).join(" / ");
  },
};

export const roomSearch: Attack = {
  name: "room-search",
  about: "5,000 listed rooms: ten searches among them, ten lists of them.",
  accounts: ["tybalt"],
  settings: ["rooms.max_rooms=20000", "limits.rate=100MB"],
  run: async (context) => {
    const owner = await context.enter("tybalt");
    for (let n = 0; n < 5000; n += 1) {
      await makeRoom(owner, `r${n}`);
      owner.sends(`<presence type='unavailable' to='${roomAt(`r${n}`)}/maker'/>`);
    }
    await owner.pings();
    await context.startMeasurement();
    const form = `<x xmlns='jabber:x:data' type='submit'>${FORM_TYPE}<field var='q'><value>hall</value></field></x>`;
    for (let n = 0; n < 10; n += 1) {
      await owner.asks(`<iq type='get' to='${SERVICE}'><search xmlns='${SEARCH}'>${form}</search></iq>`);
      await owner.asks(`<iq type='get' to='${SERVICE}'><query xmlns='${ITEMS}'/></iq>`);
      await owner.pings();
    }
    return owner.answerSummary();
  },
};
