/** RFC 6120 §11.3, fuzzed: the same verdict and the same tree as another parser's, however the bytes are split. */
import { expect, test } from "bun:test";
import { Element } from "ltx";
import { randomOf } from "../../tests/fuzz/random.ts";
import { documentOf, STREAMS, shapeBySaxes, shapeOf, XML_ONLY } from "../../tests/fuzz/xml-documents.ts";
import { StreamError } from "../stream-error.ts";
import { parseElement, parseFrame } from "./parse-element.ts";
import { print } from "./print.ts";
import { StreamParser } from "./stream-parser.ts";
import { bytesOf, eventsOf, HEADER } from "./testing.ts";

function parsed(text: string): Element | StreamError {
  try {
    return parseFrame(text, LIMITS);
  } catch (error) {
    if (error instanceof StreamError) return error;
    throw error;
  }
}

const ROUNDS = 4000;
const LIMITS = { stanzaBytes: 100_000, weight: 1_000_000, depth: 100, attributes: 100 };

test("§11.3: accepts what saxes accepts, with the same tree, refuses what it refuses, and prints what it reads", () => {
  let accepted = 0;
  for (let seed = 0; seed < ROUNDS; seed++) {
    const text = documentOf(randomOf(seed));
    const own = parsed(text);
    const shape = own instanceof Element ? shapeOf(own, XML_ONLY) : undefined;
    const report = { seed, text, why: own instanceof StreamError ? own.text : undefined };
    expect({ ...report, shape }).toEqual({ ...report, shape: shapeBySaxes(text) });
    if (!(own instanceof Element)) continue;
    accepted++;
    expect({ ...report, printed: print(parseElement(print(own))) }).toEqual({ ...report, printed: print(own) });
    expect({ ...report, shape: shapeOf(parseElement(print(own)), XML_ONLY) }).toEqual({ ...report, shape });
  }
  expect(accepted).toBeGreaterThan(ROUNDS / 4);
  expect(accepted).toBeLessThan((ROUNDS * 3) / 4);
});

test("§11.1: the events are the same however the bytes are split", () => {
  for (let seed = 0; seed < ROUNDS; seed++) {
    const random = randomOf(seed);
    const text = `${HEADER}${documentOf(random)} ${documentOf(random)}</stream:stream>`;
    const bytes = Uint8Array.from(bytesOf(text));
    if (random(4) === 0) bytes[random(bytes.length)] = random(256);
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + random(seed % 2 === 0 ? 3 : 60);
      chunks.push(bytes.subarray(at, at + size));
      at += size;
    }
    const limits = { stanzaBytes: 80 + random(300), weight: 1000 + random(3000), depth: 4, attributes: 4 };
    expect({ seed, events: eventsOf(chunks, limits) }).toEqual({ seed, events: eventsOf([bytes], limits) });
  }
});

interface Shape {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly (string | Shape)[];
}

/** Name, attributes with declarations, and children, as they are. */
const exactly = ({ name, attrs, children }: Element): Shape => ({
  name,
  attrs: { ...attrs },
  children: children.map((child) => (child instanceof Element ? exactly(child) : String(child))),
});

function* withDescendants(element: Element): Generator<Element> {
  yield element;
  for (const child of element.getChildElements()) yield* withDescendants(child);
}

const ROOTS = ["jabber:client", "jabber:server", "", "u:a", STREAMS].flatMap((content) =>
  [STREAMS, "u:other"].map(
    (stream) =>
      `<s:stream xmlns:s='${STREAMS}' xmlns='${content}' xmlns:stream='${stream}' xmlns:p='u:p' xmlns:q='u:q'>`,
  ),
);

test("§4.8: an element of any stream has the namespaces that it has there, and the same tree once it is stored and read", () => {
  let read = 0;
  for (let seed = 0; seed < ROUNDS; seed++) {
    const random = randomOf(seed);
    const root = ROOTS[random(ROOTS.length)] ?? "";
    const text = documentOf(random).replace("<r xmlns:p='u:p' xmlns:q='u:q' xmlns:stream='u:s'>", "<r>");
    const elements: Element[] = [];
    const ignore = (): void => {};
    const handler = { open: ignore, close: ignore, element: (element: Element) => void elements.push(element) };
    try {
      new StreamParser(handler, LIMITS).write(bytesOf(root + text));
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
    }
    const [element] = elements;
    const all = element && shapeBySaxes(`${root}${text}</s:stream>`);
    if (!element || !Array.isArray(all)) continue;
    read++;
    const content = /xmlns='([^']*)'/.exec(root.replace(/xmlns:\w+='[^']*'/, ""))?.[1] ?? "";
    const outer = new Map([...XML_ONLY, ["", content]]);
    expect({ seed, root, text, shape: shapeOf(element, outer) }).toEqual({ seed, root, text, shape: all[2] });
    for (const part of withDescendants(element))
      expect({ seed, root, text, tree: exactly(parseElement(print(part))) }).toEqual({
        seed,
        root,
        text,
        tree: exactly(part),
      });
  }
  expect(read).toBeGreaterThan(ROUNDS / 4);
});
