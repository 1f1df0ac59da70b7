/** Stanzas that are short as text and heavy in memory are refused. */
import { describe, expect, test } from "bun:test";
import { withChildren, xml } from "../stanza.ts";
import { parseElement } from "./parse-element.ts";
import { print } from "./print.ts";
import { bytesOf, eventsAfterHeader, eventsOf, piecesOf } from "./testing.ts";
import { ATTRIBUTE_WEIGHT, ELEMENT_WEIGHT, measure, roughWeightOf, sizeOf, weightOf } from "./weight.ts";

const LIMITS = { stanzaBytes: 100_000, weight: 20_000, depth: 10, attributes: 10 };
const STREAM = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";

/** The bytes of the heaviest stanza that is accepted, printed as it would be stored. */
const printed = (events: readonly string[]): number => Math.max(...events.map((event) => Buffer.byteLength(event)));

describe("the weight of an element is its printed form and the overhead of its elements and attributes", () => {
  test.each([
    ["<a/>", 1, 0],
    ["<a b='c'/>", 1, 1],
    ["<a>&lt;é<b c='&quot;'/><b/></a>", 3, 1],
  ])("%s", (text, elements, attributes) => {
    const element = parseElement(text);
    const bytes = Buffer.byteLength(print(element));
    expect(weightOf(element)).toBe(bytes + elements * ELEMENT_WEIGHT + attributes * ATTRIBUTE_WEIGHT);
    expect(weightOf(element, 1)).toBe(1 + elements * ELEMENT_WEIGHT + attributes * ATTRIBUTE_WEIGHT);
  });

  test("the rough weight needs no printing", () => {
    const element = parseElement(`<a b='c'>${"<b c='d'>text</b>".repeat(100)}${"x".repeat(10_000)}</a>`);
    expect(roughWeightOf(element) / weightOf(element)).toBeGreaterThan(0.9);
    expect(roughWeightOf(element) / weightOf(element)).toBeLessThan(1.1);
  });

  test("elements that share many children weigh the same", () => {
    const one = parseElement(`<a>${"<b c='d'/>".repeat(1000)}</a>`);
    expect(weightOf(one)).toBeGreaterThan(1000 * (ELEMENT_WEIGHT + ATTRIBUTE_WEIGHT));
    expect(weightOf(withChildren(parseElement("<a/>"), one.children))).toBe(weightOf(one));
  });
});

describe("heavier stanzas than the limit are refused: policy-violation", () => {
  const REFUSED = ["! policy-violation"];
  test.each([
    ["elements", `<a>${"<b/>".repeat(80)}</a>`],
    ["attributes", `<a>${"<b c='' d='' e='' f='' g='' h='' i='' j=''/>".repeat(26)}</a>`],
    ["text that is longer when it is printed", `<a>${">".repeat(6000)}</a>`],
    ["values that are longer when they are printed", `<a b="${"'".repeat(5000)}"/>`],
    [
      "a default namespace that comes back with each child",
      `<a><x xmlns='u:${"x".repeat(500)}' xmlns:c='jabber:client'>${"<c:b><d/></c:b>".repeat(25)}</x></a>`,
    ],
  ])("%s", (_, text) => {
    expect(text.length).toBeLessThan(LIMITS.weight / 2);
    expect(eventsAfterHeader(text, LIMITS)).toEqual(REFUSED);
  });

  test("each stanza is weighed by itself", () => {
    const one = `<a>${"<b/>".repeat(70)}</a>`;
    expect(eventsAfterHeader(one.repeat(5), LIMITS)).toHaveLength(5);
  });

  test("declarations of the stream that are repeated on a stanza count as well", () => {
    const declared = Array.from({ length: 8 }, (_, n) => `xmlns:p${n}='u:${"x".repeat(90)}'`).join(" ");
    const used = Array.from({ length: 8 }, (_, n) => `<p${n}:b/>`).join("");
    const fits = { ...LIMITS, weight: 3000 + 8 * (ATTRIBUTE_WEIGHT + 100) };
    const header = `<stream:stream ${STREAM} ${declared}>`;
    const events = (limits: typeof LIMITS) => eventsOf([bytesOf(`${header}<a>${used}</a>`)], limits).slice(1);
    expect(events(fits)).toHaveLength(1);
    expect(events({ ...fits, weight: 2500 })).toEqual(REFUSED);
  });
});

describe("§4.7: the root's declarations are bounded, since each stanza may have to repeat them", () => {
  const opened = (length: number, limits = LIMITS): string[] => {
    const header = `<stream:stream ${STREAM} xmlns:p='u:${"x".repeat(length)}'>`;
    const stanza = "<message><body>x</body><p:a/></message>";
    const events = eventsOf([bytesOf(header + stanza)], limits);
    expect(eventsOf(piecesOf(bytesOf(header + stanza), 100), limits)).toEqual(events);
    return events;
  };

  test("a kilobyte in all is allowed", () => {
    const events = opened(900);
    expect(events).toHaveLength(2);
    expect(printed(events.slice(1))).toBeLessThan(1100);
  });
  test("more is refused, whatever the limit for stanzas", () => {
    for (const length of [1100, 7000]) expect(opened(length)).toEqual(["! policy-violation"]);
    expect(opened(500_000, { ...LIMITS, stanzaBytes: 1_000_000, weight: 4_000_000 })).toEqual(["! policy-violation"]);
  });
  test("so is a header of more than eight kilobytes", () => {
    const header = `<stream:stream ${STREAM} to='${"x".repeat(9000)}'>`;
    expect(eventsOf([bytesOf(header)], LIMITS)).toEqual(["! policy-violation"]);
  });
});

test("numbers weigh as much as their printed form", () => {
  expect(roughWeightOf(xml("count", { n: 12 }, 345))).toBe(roughWeightOf(xml("count", { n: "12" }, "345")));
});

test("the bytes of what has just been sent are known, others are printed; the weight follows from them", () => {
  const stanza = parseElement("<message><body>é &amp; è</body></message>");
  const bytes = Buffer.byteLength("<message><body>é &amp; è</body></message>");
  expect(sizeOf(stanza)).toBe(bytes);
  expect(measure(stanza)).toEqual({ bytes, weight: weightOf(stanza) });
  expect(measure(stanza, 0)).toEqual({ bytes, weight: weightOf(stanza) });
  expect(measure(stanza, 100)).toEqual({ bytes: 100, weight: weightOf(stanza) + 100 - bytes });
});
