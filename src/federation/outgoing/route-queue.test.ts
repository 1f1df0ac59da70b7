/** Stanzas in the queue of a route: what is stored, stamped, sent again, counted. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { QueueLimits } from "./queue-limits.ts";
import { asSent, isStored, mayNotRepeat, outgoingStanza } from "./route-queue.ts";

const stanza = (text: string) =>
  stanzaOf(
    parseElement(text.replace("/>", " to='romeo@montague.example'/>")),
    parseJid("juliet@capulet.example/balcony"),
  );

test.each([
  ["<message/>", true],
  ["<message type='groupchat'/>", true],
  ["<message type='error'/>", false],
  ["<message><no-store xmlns='urn:xmpp:hints'/></message>", false],
  ["<message><no-permanent-store xmlns='urn:xmpp:hints'/></message>", false],
  ["<message><no-copy xmlns='urn:xmpp:hints'/></message>", true],
  ["<presence type='subscribe'/>", true],
  ["<presence type='unsubscribed'/>", true],
  ["<presence/>", false],
  ["<presence type='unavailable'/>", false],
  ["<iq type='set' id='1'><q xmlns='u:q'/></iq>", false],
])("%s survives a restart: %p (XEP-0334)", (text, isWorth) => {
  expect(isStored(stanzaOf(parseElement(text), parseJid("juliet@capulet.example/balcony")))).toBe(isWorth);
});

test("a new one has no number, no attempts, and a deadline", () => {
  const item = outgoingStanza(stanza("<message/>"), { now: 5, deadline: 15 });
  expect(item).toMatchObject({ bytes: 0, weight: 0, time: 5, row: undefined, deadline: 15, number: 0, attempts: 0 });
});

test("XEP-0203: a message that is late, or sent again, has a delay stamp; other stanzas have none", () => {
  const delayOf = (text: string, now: number, attempts = 0): boolean => {
    const item = outgoingStanza(stanza(text), { now: 0, deadline: 0, attempts });
    return asSent(item, now).getChild("delay", "urn:xmpp:delay") !== undefined;
  };
  expect([delayOf("<message/>", 10_000), delayOf("<message/>", 10_001), delayOf("<message/>", 0, 1)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(delayOf("<presence/>", 99_999, 1)).toBe(false);
});

test("a stanza is sent five times at most, a request of type set once", () => {
  const doubtful = (text: string, attempts: number): boolean =>
    mayNotRepeat(outgoingStanza(stanza(text), { now: 0, deadline: 0, attempts }));
  expect([0, 1, 4, 5].map((attempts) => doubtful("<message/>", attempts))).toEqual([false, false, false, true]);
  expect([0, 1].map((attempts) => doubtful("<iq type='set' id='1'/>", attempts))).toEqual([false, true]);
});

test("the weight of what waits is counted by sender", () => {
  const held = new QueueLimits({ maxQueued: 10, maxQueuedSize: 1000, maxQueuedTotal: 1000 });
  const item = (weight: number) => outgoingStanza(stanza("<message/>"), { now: 0, deadline: 0, weight });
  held.add(item(10));
  held.remove(item(9));
  expect([held.weightOf("juliet@capulet.example"), held.weightOf("romeo@capulet.example"), held.weight]).toEqual([
    1, 0, 1,
  ]);
  held.remove(item(1));
  expect([held.weightOf("juliet@capulet.example"), held.weight]).toEqual([0, 0]);
});
