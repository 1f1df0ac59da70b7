import type { Attack } from "../attack.ts";
import { repeatNumbered } from "../attack-context.ts";

const ROSTER = "jabber:iq:roster";
const BLOCKING = "urn:xmpp:blocking";

const contact = (n: number, inner = ""): string =>
  `<iq type='set' id='r${n}'><query xmlns='${ROSTER}'><item jid='c${n}@d${n}.example'>${inner}</item></query></iq>`;

export const blockMany: Attack = {
  name: "block-many",
  about: "a roster of 5,000; 5,000 domains blocked in one request of 119 kB, then all unblocked.",
  accounts: ["tybalt"],
  run: async (context) => {
    const owner = await context.enter("tybalt");
    owner.sends(repeatNumbered(5000, (n) => contact(n)));
    await owner.pings();
    owner.sends("<presence/>");
    await owner.pings();
    await context.startMeasurement();
    const items = repeatNumbered(5000, (n) => `<item jid='d${n}.example'/>`);
    await owner.asks(`<iq type='set'><block xmlns='${BLOCKING}'>${items}</block></iq>`);
    await owner.asks(`<iq type='set'><unblock xmlns='${BLOCKING}'/></iq>`);
    await owner.pings();
    return owner.answerSummary();
  },
};

export const rosterOfGroups: Attack = {
  name: "roster-groups",
  about: "300 contacts with 100 kB of groups each, or 6 kB where that is refused; the roster is asked for three times.",
  accounts: ["tybalt"],
  settings: ["limits.rate=100MB"],
  run: async (context) => {
    const owner = await context.enter("tybalt");
    const groups = (n: number, count: number): string =>
      repeatNumbered(count, (group) => `<group>g${n}-${group}-${"x".repeat(980)}</group>`);
    // If that is refused, with the number that is accepted.
    for (const count of [100, 6])
      for (let n = 0; n < 300; n += 1) {
        owner.sends(contact(n, groups(n, count)));
        await owner.pings();
      }
    const outcome = owner.answerSummary();
    const asker = await context.enter("tybalt", "asker");
    await context.startMeasurement();
    for (let n = 0; n < 3; n += 1) await asker.asks(`<iq type='get'><query xmlns='${ROSTER}'/></iq>`);
    await asker.pings();
    return `set: ${outcome}; asked: ${asker.answerSummary()}`;
  },
};
