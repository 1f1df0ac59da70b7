import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import type { LogEvent } from "../../log.ts";
import { memoryDatabase } from "../../server/testing.ts";
import { type Stanza, stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { keyOf } from "./list-item.ts";
import { openListStore, tables } from "./list-store.ts";
import { subscribeToList } from "./list-subscription.ts";

const LIST = { name: "rtbl.example/bad", service: "rtbl.example", node: "bad" };
const MINUTE = 60_000;
const PUBSUB = "http://jabber.org/protocol/pubsub";

/** A subscription whose requests, timers and turns are controlled by the test. */
function scene(most = 100) {
  const requests: { readonly xml: Element; readonly answered: (answer: Stanza) => void }[] = [];
  const timers: { readonly at: number; readonly callback: () => void }[] = [];
  const events: LogEvent[] = [];
  const works: (() => boolean)[] = [];
  let now = 0;
  let additions = 0;
  const store = openListStore(memoryDatabase({ blocklists: tables }), most);
  const note = (event: LogEvent): void => void events.push(event);
  const listSubscription = subscribeToList({
    list: LIST,
    subscriber: "home.example",
    store,
    onAdded: () => {
      additions += 1;
    },
    sendRequest: (xml, answered) => void requests.push({ xml, answered }),
    inTurns: (_, work) => {
      const { promise, resolve } = Promise.withResolvers<never>();
      works.push(() => {
        const step = work.next();
        if (step.done) resolve(step.value as never);
        return !step.done;
      });
      return promise;
    },
    schedule: (wait, callback) => void timers.push({ at: now + wait, callback }),
    log: { error: note, warn: note, info: note, debug: note },
  });

  const pass = (time: number): void => {
    now += time;
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.callback();
    }
  };
  /** Answers the pending request; returns the request. */
  const answer = (content: string, type = "result"): string => {
    const request = requests.shift();
    const xml = parseElement(`<iq type="${type}" from="rtbl.example" to="home.example" id="1">${content}</iq>`);
    request?.answered(stanzaOf(xml, parseJid("rtbl.example")));
    return request?.xml.toString() ?? "no request";
  };
  const subscribed = (state = "subscribed"): string =>
    answer(`<pubsub xmlns="${PUBSUB}"><subscription node="bad" jid="home.example" subscription="${state}"/></pubsub>`);
  const page = (ids: readonly string[], set = ""): string => {
    const items = ids.map((id) => `<item id="${id}"/>`).join("");
    return answer(`<pubsub xmlns="${PUBSUB}"><items node="bad">${items}</items>${set}</pubsub>`);
  };
  const hear = (content: string): void =>
    listSubscription.handleEvent(parseElement(`<event xmlns="${PUBSUB}#event">${content}</event>`));
  const isListed = (domain: string): boolean => store.of(keyOf(domain)).length > 0;
  listSubscription.start();
  pass(0);
  return { requests, events, works, pass, answer, subscribed, page, hear, isListed, additions: () => additions };
}

const rsm = (last: string): string => `<set xmlns="http://jabber.org/protocol/rsm"><last>${last}</last></set>`;
const FAILED = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

test("XEP-0060 §6.1: the domain subscribes; §6.5: then it reads what is there", () => {
  const { subscribed, page, isListed, additions, events } = scene();
  const subscription = subscribed();
  expect(subscription).toContain('type="set" from="home.example" to="rtbl.example"');
  expect(subscription).toContain('<subscribe node="bad" jid="home.example"/>');
  expect(page(["spam.example", "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4"])).toContain(
    '<items node="bad"/><set xmlns="http://jabber.org/protocol/rsm"><max>100</max></set>',
  );
  expect(isListed("spam.example")).toBe(true);
  expect(isListed("good.example")).toBe(false);
  expect(additions()).toBe(1);
  expect(events.at(-1)).toMatchObject({ event: "blocklist-read", length: 1 });
});

test("XEP-0060 §6.5.4: page after page, until one is the last", () => {
  const { subscribed, page, isListed, requests } = scene();
  subscribed();
  page(["a.example", "b.example"], rsm("b.example"));
  expect(page(["c.example"], rsm("c.example"))).toContain("<max>100</max><after>b.example</after>");
  page([], "");
  expect(["a.example", "b.example", "c.example"].map(isListed)).toEqual([true, true, true]);
  expect(requests).toEqual([]);
});

test("a service that repeats its last page is requested once more", () => {
  const { subscribed, page, requests } = scene();
  subscribed();
  page(["a.example"], rsm("a.example"));
  page(["a.example"], rsm("a.example"));
  expect(requests).toEqual([]);
});

test("an attempt at a list of endless pages times out, and the earlier items stay", () => {
  const { subscribed, page, pass, isListed, requests, events } = scene();
  subscribed();
  page(["a.example"]);
  pass(360 * MINUTE);
  subscribed();
  for (let number = 0; number < 50; number += 1) page(["b.example"], rsm(`page ${number}`));
  expect(requests).toHaveLength(1);
  pass(15 * MINUTE);
  page(["c.example"], rsm("the last"));
  expect(requests).toHaveLength(0);
  expect(events.at(-1)).toMatchObject({ event: "blocklist-not-followed", reason: "it takes too long" });
  expect(["a.example", "b.example", "c.example"].map(isListed)).toEqual([true, true, false]);
});

test("items that are no longer on the list are removed after the list has been read to its end", () => {
  const { subscribed, page, pass, isListed } = scene();
  subscribed();
  page(["old.example", "bad.example"]);
  pass(360 * MINUTE);
  subscribed();
  expect(isListed("old.example")).toBe(true);
  page(["bad.example", "new.example"]);
  expect(["old.example", "bad.example", "new.example"].map(isListed)).toEqual([false, true, true]);
});

test("XEP-0060 §7.1.2.1, §7.2.2.1: items are published and retracted", () => {
  const { subscribed, page, hear, isListed, additions } = scene();
  subscribed();
  page([]);
  hear('<items node="bad"><item id="spam.example"/></items>');
  expect(isListed("spam.example")).toBe(true);
  expect(additions()).toBe(1);
  hear('<items node="other"><item id="good.example"/><retract id="spam.example"/></items>');
  expect([isListed("spam.example"), isListed("good.example")]).toEqual([true, false]);
  hear('<items node="bad"><retract id="SPAM.example"/><retract/></items>');
  expect(isListed("spam.example")).toBe(false);
});

test("events that arrive while the list is being read are applied", () => {
  const { subscribed, page, hear, isListed, events } = scene();
  subscribed();
  hear('<items node="bad"><item id="early.example"/></items>');
  page(["a.example"], rsm("a.example"));
  hear('<items node="bad"><retract id="a.example"/></items>');
  page(["b.example"]);
  expect(["early.example", "a.example", "b.example"].map(isListed)).toEqual([true, false, true]);
  expect(events.at(-1)).toMatchObject({ length: 2 });
});

test("XEP-0060 §8.5.2, §8.4.2: a purged or deleted list is empty; a deleted one is subscribed to again later", () => {
  const { subscribed, page, hear, pass, isListed, requests } = scene();
  subscribed();
  page(["a.example"]);
  hear('<purge node="other"/>');
  expect(isListed("a.example")).toBe(true);
  hear('<purge node="bad"/>');
  expect(isListed("a.example")).toBe(false);
  hear('<items node="bad"><item id="b.example"/></items>');
  hear('<delete node="bad"/>');
  expect(isListed("b.example")).toBe(false);
  pass(MINUTE);
  expect(requests).toHaveLength(1);
});

test("after an error, attempts are repeated with growing pauses", () => {
  const { answer, pass, requests, events } = scene();
  answer(FAILED, "error");
  expect(events).toMatchObject([{ event: "blocklist-not-followed", list: LIST.name, reason: "item-not-found" }]);
  pass(MINUTE - 1);
  expect(requests).toHaveLength(0);
  pass(1);
  answer(FAILED, "error");
  pass(MINUTE);
  expect(requests).toHaveLength(0);
  pass(MINUTE);
  expect(requests).toHaveLength(1);
});

test("an attempt without an answer times out, and a later answer is ignored", () => {
  const { pass, requests, isListed } = scene();
  const late = requests.shift();
  pass(15 * MINUTE);
  pass(MINUTE);
  expect(requests).toHaveLength(1);
  late?.answered(
    stanzaOf(
      parseElement('<iq type="result" id="1" from="rtbl.example"><pubsub xmlns="x"/></iq>'),
      parseJid("rtbl.example"),
    ),
  );
  expect(requests).toHaveLength(1);
  expect(isListed("a.example")).toBe(false);
});

test("an error in the middle of a reading leaves the earlier items as they were", () => {
  const { subscribed, page, pass, answer, isListed } = scene();
  subscribed();
  page(["a.example", "b.example"]);
  pass(360 * MINUTE);
  subscribed();
  page(["a.example"], rsm("a.example"));
  answer(FAILED, "error");
  expect(["a.example", "b.example"].map(isListed)).toEqual([true, true]);
});

test.each(["pending", "none"])("XEP-0060 §6.1.4: a subscription that is %s is a failure", (state) => {
  const { subscribed, requests, events } = scene();
  subscribed(state);
  expect(requests).toEqual([]);
  expect(events.at(-1)).toMatchObject({ reason: `the subscription is ${state}` });
});

test("XEP-0060 §8.8.4: after the end of the subscription, the domain subscribes again", () => {
  const { subscribed, page, hear, pass, requests } = scene();
  subscribed();
  page(["a.example"]);
  hear('<subscription node="bad" jid="home.example" subscription="none"/>');
  pass(MINUTE);
  expect(requests).toHaveLength(1);
});

test("a service that repeatedly deletes its list causes no more attempts", () => {
  const { subscribed, page, hear, pass, requests, events } = scene();
  subscribed();
  page([]);
  events.length = 0;
  for (let times = 0; times < 1000; times += 1) hear('<delete node="bad"/>');
  expect(events).toHaveLength(1);
  pass(MINUTE);
  expect(requests).toHaveLength(1);
});

test("a list does not exceed its maximal length, by reading or by events", () => {
  const { subscribed, page, hear, isListed, events, requests } = scene(2);
  subscribed();
  page(["a.example", "b.example", "c.example"], rsm("c.example"));
  expect(requests).toEqual([]);
  hear('<items node="bad"><item id="d.example"/><item id="a.example"/></items>');
  expect(["a.example", "b.example", "c.example", "d.example"].map(isListed)).toEqual([true, true, false, false]);
  expect(events.filter(({ event }) => event === "blocklist-too-long")).toHaveLength(1);
  hear('<items node="bad"><retract id="a.example"/></items>');
  hear('<items node="bad"><item id="d.example"/></items>');
  expect(isListed("d.example")).toBe(true);
});

test("a list of maximal length can be read again even if all of it has changed", () => {
  const { subscribed, page, pass, isListed } = scene(2);
  subscribed();
  page(["a.example", "b.example"]);
  pass(360 * MINUTE);
  subscribed();
  page(["c.example", "d.example"]);
  expect(["a.example", "b.example", "c.example", "d.example"].map(isListed)).toEqual([false, false, true, true]);
});

test("many items are stored in steps, and later events are applied after them", async () => {
  const { subscribed, page, hear, isListed, works } = scene(1000);
  subscribed();
  page(Array.from({ length: 300 }, (_, number) => `d${number}.example`));
  expect(["d99.example", "d100.example"].map(isListed)).toEqual([true, false]);
  hear('<items node="bad"><retract id="d250.example"/></items>');
  expect(works).toHaveLength(1);
  works[0]?.();
  expect(["d100.example", "d101.example"].map(isListed)).toEqual([true, false]);
  while (works[0]?.());
  expect(isListed("d250.example")).toBe(true);
  await Bun.sleep(0);
  while (works[1]?.());
  expect(["d249.example", "d250.example"].map(isListed)).toEqual([true, false]);
});

test("many stale items are deleted in portions", async () => {
  const { subscribed, page, pass, isListed, works } = scene(1000);
  const all = Array.from({ length: 90 }, (_, number) => `d${number}.example`);
  for (const [first, set] of [
    [0, rsm("0")],
    [90, ""],
  ] as const) {
    if (first === 0) subscribed();
    page(
      all.map((_, number) => `d${first + number}.example`),
      set,
    );
  }
  pass(360 * MINUTE);
  subscribed();
  page(["d0.example"]);
  expect(works).toEqual([]);
  expect(["d0.example", "d1.example", "d179.example"].map(isListed)).toEqual([true, false, false]);
});
