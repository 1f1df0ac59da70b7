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

/** A follower whose questions and time are in the test's hands. */
function scene(most = 100) {
  const questions: { readonly xml: Element; readonly answered: (answer: Stanza) => void }[] = [];
  const timers: { readonly at: number; readonly callback: () => void }[] = [];
  const events: LogEvent[] = [];
  const works: (() => boolean)[] = [];
  let now = 0;
  let growths = 0;
  const listings = openListStore(memoryDatabase({ blocklists: tables }), most);
  const note = (event: LogEvent): void => void events.push(event);
  const following = subscribeToList({
    list: LIST,
    subscriber: "home.example",
    listings,
    grown: () => {
      growths += 1;
    },
    sendRequest: (xml, answered) => void questions.push({ xml, answered }),
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
  /** Answers the question that waits; returns it. */
  const answer = (content: string, type = "result"): string => {
    const question = questions.shift();
    const xml = parseElement(`<iq type="${type}" from="rtbl.example" to="home.example" id="1">${content}</iq>`);
    question?.answered(stanzaOf(xml, parseJid("rtbl.example")));
    return question?.xml.toString() ?? "nothing was asked";
  };
  const subscribed = (state = "subscribed"): string =>
    answer(`<pubsub xmlns="${PUBSUB}"><subscription node="bad" jid="home.example" subscription="${state}"/></pubsub>`);
  const page = (ids: readonly string[], set = ""): string => {
    const items = ids.map((id) => `<item id="${id}"/>`).join("");
    return answer(`<pubsub xmlns="${PUBSUB}"><items node="bad">${items}</items>${set}</pubsub>`);
  };
  const hear = (content: string): void =>
    following.hear(parseElement(`<event xmlns="${PUBSUB}#event">${content}</event>`));
  const isListed = (domain: string): boolean => listings.of(keyOf(domain)).length > 0;
  following.start();
  pass(0);
  return { questions, events, works, pass, answer, subscribed, page, hear, isListed, growths: () => growths };
}

const rsm = (last: string): string => `<set xmlns="http://jabber.org/protocol/rsm"><last>${last}</last></set>`;
const FAILED = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

test("XEP-0060 §6.1: the domain subscribes; §6.5: then it reads what is there", () => {
  const { subscribed, page, isListed, growths, events } = scene();
  const subscription = subscribed();
  expect(subscription).toContain('type="set" from="home.example" to="rtbl.example"');
  expect(subscription).toContain('<subscribe node="bad" jid="home.example"/>');
  expect(page(["spam.example", "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4"])).toContain(
    '<items node="bad"/><set xmlns="http://jabber.org/protocol/rsm"><max>100</max></set>',
  );
  expect(isListed("spam.example")).toBe(true);
  expect(isListed("good.example")).toBe(false);
  expect(growths()).toBe(1);
  expect(events.at(-1)).toMatchObject({ event: "blocklist-read", length: 1 });
});

test("XEP-0060 §6.5.4: page after page, until one is the last", () => {
  const { subscribed, page, isListed, questions } = scene();
  subscribed();
  page(["a.example", "b.example"], rsm("b.example"));
  expect(page(["c.example"], rsm("c.example"))).toContain("<max>100</max><after>b.example</after>");
  page([], "");
  expect(["a.example", "b.example", "c.example"].map(isListed)).toEqual([true, true, true]);
  expect(questions).toEqual([]);
});

test("a service that says the same page for ever is asked once more", () => {
  const { subscribed, page, questions } = scene();
  subscribed();
  page(["a.example"], rsm("a.example"));
  page(["a.example"], rsm("a.example"));
  expect(questions).toEqual([]);
});

test("a service whose pages never end is given up, and what was known stays", () => {
  const { subscribed, page, pass, isListed, questions, events } = scene();
  subscribed();
  page(["a.example"]);
  pass(360 * MINUTE);
  subscribed();
  for (let number = 0; number < 50; number += 1) page(["b.example"], rsm(`page ${number}`));
  expect(questions).toHaveLength(1);
  pass(15 * MINUTE);
  page(["c.example"], rsm("the last"));
  expect(questions).toHaveLength(0);
  expect(events.at(-1)).toMatchObject({ event: "blocklist-not-followed", reason: "it takes too long" });
  expect(["a.example", "b.example", "c.example"].map(isListed)).toEqual([true, true, false]);
});

test("what was on the list and is not any more is free, after the list has been read to its end", () => {
  const { subscribed, page, pass, isListed } = scene();
  subscribed();
  page(["old.example", "bad.example"]);
  pass(360 * MINUTE);
  subscribed();
  expect(isListed("old.example")).toBe(true);
  page(["bad.example", "new.example"]);
  expect(["old.example", "bad.example", "new.example"].map(isListed)).toEqual([false, true, true]);
});

test("XEP-0060 §7.1.2.1 and §7.2.2.1: items published and retracted", () => {
  const { subscribed, page, hear, isListed, growths } = scene();
  subscribed();
  page([]);
  hear('<items node="bad"><item id="spam.example"/></items>');
  expect(isListed("spam.example")).toBe(true);
  expect(growths()).toBe(1);
  hear('<items node="other"><item id="good.example"/><retract id="spam.example"/></items>');
  expect([isListed("spam.example"), isListed("good.example")]).toEqual([true, false]);
  hear('<items node="bad"><retract id="SPAM.example"/><retract/></items>');
  expect(isListed("spam.example")).toBe(false);
});

test("what is told while the list is being read counts with what is read", () => {
  const { subscribed, page, hear, isListed, events } = scene();
  subscribed();
  hear('<items node="bad"><item id="early.example"/></items>');
  page(["a.example"], rsm("a.example"));
  hear('<items node="bad"><retract id="a.example"/></items>');
  page(["b.example"]);
  expect(["early.example", "a.example", "b.example"].map(isListed)).toEqual([true, false, true]);
  expect(events.at(-1)).toMatchObject({ length: 2 });
});

test("XEP-0060 §8.5.2 and §8.4.2: a list that is emptied or deleted condemns nobody; a deleted one is asked for again", () => {
  const { subscribed, page, hear, pass, isListed, questions } = scene();
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
  expect(questions).toHaveLength(1);
});

test("a refusal is followed by another attempt, later and later", () => {
  const { answer, pass, questions, events } = scene();
  answer(FAILED, "error");
  expect(events).toMatchObject([{ event: "blocklist-not-followed", list: LIST.name, reason: "item-not-found" }]);
  pass(MINUTE - 1);
  expect(questions).toHaveLength(0);
  pass(1);
  answer(FAILED, "error");
  pass(MINUTE);
  expect(questions).toHaveLength(0);
  pass(MINUTE);
  expect(questions).toHaveLength(1);
});

test("an attempt that nobody answers is given up; what is answered then comes too late", () => {
  const { pass, questions, isListed } = scene();
  const late = questions.shift();
  pass(15 * MINUTE);
  pass(MINUTE);
  expect(questions).toHaveLength(1);
  late?.answered(
    stanzaOf(
      parseElement('<iq type="result" id="1" from="rtbl.example"><pubsub xmlns="x"/></iq>'),
      parseJid("rtbl.example"),
    ),
  );
  expect(questions).toHaveLength(1);
  expect(isListed("a.example")).toBe(false);
});

test("an answer that breaks off in the middle leaves what was known as it was", () => {
  const { subscribed, page, pass, answer, isListed } = scene();
  subscribed();
  page(["a.example", "b.example"]);
  pass(360 * MINUTE);
  subscribed();
  page(["a.example"], rsm("a.example"));
  answer(FAILED, "error");
  expect(["a.example", "b.example"].map(isListed)).toEqual([true, true]);
});

test.each(["pending", "none"])("XEP-0060 §6.1.4: a subscription that is %s does not count", (state) => {
  const { subscribed, questions, events } = scene();
  subscribed(state);
  expect(questions).toEqual([]);
  expect(events.at(-1)).toMatchObject({ reason: `the subscription is ${state}` });
});

test("XEP-0060 §8.8.4: who is unsubscribed subscribes again", () => {
  const { subscribed, page, hear, pass, questions } = scene();
  subscribed();
  page(["a.example"]);
  hear('<subscription node="bad" jid="home.example" subscription="none"/>');
  pass(MINUTE);
  expect(questions).toHaveLength(1);
});

test("a service that deletes its list all the time is asked no more often for that", () => {
  const { subscribed, page, hear, pass, questions, events } = scene();
  subscribed();
  page([]);
  events.length = 0;
  for (let times = 0; times < 1000; times += 1) hear('<delete node="bad"/>');
  expect(events).toHaveLength(1);
  pass(MINUTE);
  expect(questions).toHaveLength(1);
});

test("a list is as long as it may be, and no longer: neither read nor told", () => {
  const { subscribed, page, hear, isListed, events, questions } = scene(2);
  subscribed();
  page(["a.example", "b.example", "c.example"], rsm("c.example"));
  expect(questions).toEqual([]);
  hear('<items node="bad"><item id="d.example"/><item id="a.example"/></items>');
  expect(["a.example", "b.example", "c.example", "d.example"].map(isListed)).toEqual([true, true, false, false]);
  expect(events.filter(({ event }) => event === "blocklist-too-long")).toHaveLength(1);
  hear('<items node="bad"><retract id="a.example"/></items>');
  hear('<items node="bad"><item id="d.example"/></items>');
  expect(isListed("d.example")).toBe(true);
});

test("a list of that length may be read anew even if all of it has changed", () => {
  const { subscribed, page, pass, isListed } = scene(2);
  subscribed();
  page(["a.example", "b.example"]);
  pass(360 * MINUTE);
  subscribed();
  page(["c.example", "d.example"]);
  expect(["a.example", "b.example", "c.example", "d.example"].map(isListed)).toEqual([false, false, true, true]);
});

test("what is much is taken in a step at a time, and what comes in the meantime comes after it", async () => {
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

test("what is not on a long list any more goes some at a time", async () => {
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
