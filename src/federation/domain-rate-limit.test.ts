/** How much each other domain may send, over all its streams together. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { parseElement } from "../xml/parse-element.ts";
import { DomainPairs } from "./domain-pair.ts";
import { domainRateLimit } from "./domain-rate-limit.ts";
import type { InboundSource } from "./inbound-stanzas.ts";

function setUp() {
  const clock = manualClock();
  const rate = domainRateLimit({ burst: 1000, perSecond: 100 }, clock);
  const source = () => {
    const events: string[] = [];
    const stream: InboundSource = {
      pairs: new DomainPairs(),
      pauseReading: () => void events.push("pause"),
      resumeReading: () => void events.push("resume"),
    };
    return { events, says: (domain: string, length: number) => rate.count(domain, text(length), stream) };
  };
  return { clock, source };
}

/** So many characters of names, attributes and text. */
const text = (length: number) => parseElement(`<a b="c"><d>${"x".repeat(length - 4)}</d></a>`);

test("beyond the burst a stream is paused, and resumed once what it has sent is due", () => {
  const { clock, source } = setUp();
  const { events, says } = source();
  says("a.example", 1000);
  expect(events).toEqual([]);
  for (const length of [100, 100, 100]) says("a.example", length);
  expect(events).toEqual(["pause"]);
  clock.advance(999);
  expect(events).toEqual(["pause"]);
  clock.advance(1);
  expect(events).toEqual(["pause", "resume"]);
  clock.advance(60_000);
  expect(events).toEqual(["pause", "resume"]);
  says("a.example", 1100);
  expect(events).toEqual(["pause", "resume", "pause"]);
});

test("the streams of a domain share its rate; another domain has its own", () => {
  const { source } = setUp();
  const [one, two, other] = [source(), source(), source()];
  one.says("a.example", 1000);
  two.says("a.example", 10);
  other.says("b.example", 1000);
  expect([one.events, two.events, other.events]).toEqual([[], ["pause"], []]);
});

test("a minute ahead of its rate, the stream ends", () => {
  const { source } = setUp();
  const { says } = source();
  says("a.example", 7000);
  expect(() => source().says("a.example", 10)).toThrow("a.example sends too much");
});

test("ten thousand domains are remembered; the one that has sent nothing for longest is forgotten", () => {
  const { source } = setUp();
  const { events, says } = source();
  says("first.example", 1000);
  says("second.example", 1000);
  for (let n = 0; n < 9_998; n++) says(`n${n}.example`, 10);
  says("first.example", 10);
  expect(events).toEqual(["pause"]);
  says("one-more.example", 10);
  const [forgiven, remembered] = [source(), source()];
  forgiven.says("second.example", 1000);
  remembered.says("first.example", 10);
  expect([forgiven.events, remembered.events]).toEqual([[], ["pause"]]);
});
