/** RFC 6120 §11.3, fuzzed: the same verdict and the same tree as another parser's, however the bytes are split. */
import { expect, test } from "bun:test";
import { Element } from "ltx";
import { SaxesParser } from "saxes";
import { StreamError } from "../stream-error.ts";
import { parseElement, parseFrame } from "./parse-element.ts";
import { print } from "./print.ts";
import { StreamParser } from "./stream-parser.ts";
import { bytesOf, eventsOf, HEADER } from "./testing.ts";

type Random = (below: number) => number;

/** Marsaglia's xorshift32: the seed of a failure reproduces it. */
function randomOf(seed: number): Random {
  let state = (seed + 1) * 0x9e3779b9;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const NAMES = [
  "a",
  "b",
  "message",
  "p:a",
  "q:b",
  "stream:c",
  "xml:lang",
  "constructor",
  "__proto__",
  "\u00e9",
  "a-1.\u00b7",
  "\u{10400}x",
];
const STREAMS = "http://etherx.jabber.org/streams";
const NAMESPACES = ["", STREAMS, "u:a", "u:b", "u:a b", "jabber:client", "http://www.w3.org/XML/1998/namespace"];
const TEXTS = [
  "x",
  " ",
  "\n",
  "\t",
  "\r\n",
  "\r",
  "&amp;",
  "&lt;",
  "&#10;",
  "&#x1F600;",
  "\u00e9",
  "\u20ac",
  "\u{1f600}",
  "]]",
  ">",
  "'",
  '"',
];
/** Without digits: saxes allows one right after the colon of a name. */
const MISCHIEF = [
  "<",
  ">",
  "&",
  "]]>",
  "/",
  "'",
  '"',
  "=",
  ":",
  "<a>",
  "</a>",
  "&#1;",
  "\u0001",
  "\uffff",
  "xmlns:p=''",
  "<![CDATA[",
  " ",
  "\u00d7",
];

/** A document that is mostly well-formed. */
function documentOf(random: Random): string {
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? "";
  const content = (): string => Array.from({ length: random(4) }, () => pick(TEXTS)).join("");
  const attribute = (): string => {
    const quote = pick(["'", '"']);
    const value = Array.from({ length: random(3) }, () => pick(TEXTS.filter((text) => text !== quote))).join("");
    const declares = random(3) === 0;
    const name = declares ? pick(["xmlns", "xmlns:p", "xmlns:q", "xmlns:stream"]) : pick(NAMES);
    return `${name}=${quote}${declares ? pick(NAMESPACES) : value}${quote}`;
  };
  const element = (depth: number): string => {
    const name = pick(NAMES);
    const attributes = Array.from({ length: random(4) }, () => ` ${attribute()}`).join(pick(["", " ", "\n"]));
    if (depth === 0 || random(4) === 0) return `<${name}${attributes}/>`;
    const child = (): string => [content(), element(depth - 1), `<![CDATA[${content()}]]>`][random(3)] ?? "";
    return `<${name}${attributes}>${Array.from({ length: random(4) }, child).join("")}</${name}>`;
  };
  const inner = Array.from({ length: 1 + random(2) }, () => element(3)).join("");
  const whole = `<r xmlns:p='u:p' xmlns:q='u:q' xmlns:stream='u:s'>${inner}</r>`;
  if (random(2) === 0) return whole;
  const characters = [...whole];
  characters.splice(random(characters.length), random(3), pick(MISCHIEF));
  return characters.join("");
}

/** The tree that saxes builds, with names as {namespace}local; undefined where it refuses the text. */
function shapeBySaxes(text: string): unknown {
  const parser = new SaxesParser({ xmlns: true });
  const stack: unknown[][] = [[]];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const attributes = Object.values(tag.attributes).filter(
      ({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns",
    );
    const pairs = attributes.map(({ uri, local, value }) => [`{${uri}}${local}`, value]);
    const node: unknown[] = [`{${tag.uri}}${tag.local}`, pairs.sort()];
    stack.at(-1)?.push(node);
    stack.push(node);
  });
  parser.on("closetag", () => void stack.pop());
  const addText = (added: string): void => {
    const node = stack.at(-1);
    if (!node || added === "" || stack.length === 1) return;
    const last = node.at(-1);
    if (node.length > 2 && typeof last === "string") node[node.length - 1] = last + added;
    else node.push(added);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return stack[0]?.[0];
}

/** The same shape of an element, its namespaces resolved here and not by what parsed it. saxes trims their names. */
function shapeOf(element: Element, outer: ReadonlyMap<string, string>): unknown {
  const scope = new Map(outer);
  for (const [name, value] of Object.entries(element.attrs)) {
    if (name === "xmlns") scope.set("", String(value).trim());
    else if (name.startsWith("xmlns:")) scope.set(name.slice(6), String(value).trim());
  }
  const expanded = (name: string, byDefault: string): string => {
    const colon = name.indexOf(":");
    return `{${colon < 0 ? byDefault : scope.get(name.slice(0, colon))}}${name.slice(colon + 1)}`;
  };
  const written = Object.entries(element.attrs).filter(([name]) => name !== "xmlns" && !name.startsWith("xmlns:"));
  const pairs = written.map(([name, value]) => [expanded(name, ""), value]);
  const children = element.children.map((child) => (child instanceof Element ? shapeOf(child, scope) : child));
  return [expanded(element.name, scope.get("") ?? ""), pairs.sort(), ...children];
}

const XML_ONLY = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);

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
