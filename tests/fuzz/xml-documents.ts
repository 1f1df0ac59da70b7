/** Documents for the parsers of XML, and their trees as another parser sees them. */
import { Element } from "ltx";
import { SaxesParser } from "saxes";
import { pick, type Random } from "./random.ts";

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
export const STREAMS = "http://etherx.jabber.org/streams";
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
export const MISCHIEF = [
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
export function documentOf(random: Random): string {
  const one = (from: readonly string[]): string => pick(random, from);
  const content = (): string => Array.from({ length: random(4) }, () => one(TEXTS)).join("");
  const attribute = (): string => {
    const quote = one(["'", '"']);
    const value = Array.from({ length: random(3) }, () => one(TEXTS.filter((text) => text !== quote))).join("");
    const declares = random(3) === 0;
    const name = declares ? one(["xmlns", "xmlns:p", "xmlns:q", "xmlns:stream"]) : one(NAMES);
    return `${name}=${quote}${declares ? one(NAMESPACES) : value}${quote}`;
  };
  const element = (depth: number): string => {
    const name = one(NAMES);
    const attributes = Array.from({ length: random(4) }, () => ` ${attribute()}`).join(one(["", " ", "\n"]));
    if (depth === 0 || random(4) === 0) return `<${name}${attributes}/>`;
    const child = (): string => [content(), element(depth - 1), `<![CDATA[${content()}]]>`][random(3)] ?? "";
    return `<${name}${attributes}>${Array.from({ length: random(4) }, child).join("")}</${name}>`;
  };
  const inner = Array.from({ length: 1 + random(2) }, () => element(3)).join("");
  const whole = `<r xmlns:p='u:p' xmlns:q='u:q' xmlns:stream='u:s'>${inner}</r>`;
  if (random(2) === 0) return whole;
  const characters = [...whole];
  characters.splice(random(characters.length), random(3), one(MISCHIEF));
  return characters.join("");
}

/** The tree that saxes builds, with names as {namespace}local; undefined where it refuses the text. */
export function shapeBySaxes(text: string): unknown {
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
export function shapeOf(element: Element, outer: ReadonlyMap<string, string>): unknown {
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

export const XML_ONLY = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);
