import type { Attack } from "../attack.ts";
import { numbered } from "../attack-context.ts";

const ROSTER = "jabber:iq:roster";
const BLOCKING = "urn:xmpp:blocking";

const contact = (n: number, inner = ""): string =>
  `<iq type='set' id='r${n}'><query xmlns='${ROSTER}'><item jid='c${n}@d${n}.example'>${inner}</item></query></iq>`;

export const blockMany: Attack = {
  name: "block-many",
  about: "a roster of 5,000; 5,000 domains blocked in one request of 119 kB, then all unblocked.",
  accounts: ["tybalt"],
  play: async (stage) => {
    const owner = await stage.enter("tybalt");
    owner.says(numbered(5000, (n) => contact(n)));
    await owner.isHeard();
    owner.says("<presence/>");
    await owner.isHeard();
    await stage.begins();
    const items = numbered(5000, (n) => `<item jid='d${n}.example'/>`);
    await owner.asks(`<iq type='set'><block xmlns='${BLOCKING}'>${items}</block></iq>`);
    await owner.asks(`<iq type='set'><unblock xmlns='${BLOCKING}'/></iq>`);
    await owner.isHeard();
    return owner.answers();
  },
};

export const rosterOfGroups: Attack = {
  name: "roster-groups",
  about: "300 contacts with 100 kB of groups each, or 6 kB where that is refused; the roster is asked for three times.",
  accounts: ["tybalt"],
  settings: ["limits.rate=100MB"],
  play: async (stage) => {
    const owner = await stage.enter("tybalt");
    const groups = (n: number, count: number): string =>
      numbered(count, (group) => `<group>g${n}-${group}-${"x".repeat(980)}</group>`);
    // Where so much is not taken, what is.
    for (const count of [100, 6])
      for (let n = 0; n < 300; n += 1) {
        owner.says(contact(n, groups(n, count)));
        await owner.isHeard();
      }
    const taken = owner.answers();
    const asker = await stage.enter("tybalt", "asker");
    await stage.begins();
    for (let n = 0; n < 3; n += 1) await asker.asks(`<iq type='get'><query xmlns='${ROSTER}'/></iq>`);
    await asker.isHeard();
    return `set: ${taken}; asked: ${asker.answers()}`;
  },
};
