/** RFC 6120 §11: restricted XML, beside saxes: both accept the same, with the same tree, and what is read is printed as the same. */
import { Element } from "ltx";
import { parseElement } from "../../../src/xml/parse-element.ts";
import { print } from "../../../src/xml/print.ts";
import { eventsOf, HEADER, piecesOf } from "../../../src/xml/testing.ts";
import { readFrame } from "../frame.ts";
import { same, type Target, Wrong } from "../target.ts";
import { documentOf, MISCHIEF, shapeBySaxes, shapeOf, XML_ONLY } from "../xml-documents.ts";

const STANZA =
  "<message xmlns='jabber:client' to='a@b' xml:lang='en'><body>1 &lt; 2</body><x xmlns='u:x'><![CDATA[&]]></x></message>";
const WORDS = [
  ...MISCHIEF,
  "<!DOCTYPE r>",
  "<?pi?>",
  "<!-- -->",
  "&#x10ffff;",
  "&#xd800;",
  "&gt;",
  "xmlns:p='u:p'",
  "xml:lang='x'",
];

export const frames: Target = {
  name: "xml",
  seeds: [STANZA, "<r/>", "<p:r xmlns:p='u:p' p:a='&quot;'>\u{1f600}</p:r>"],
  words: WORDS,
  generate: documentOf,
  check: (input) => {
    const text = input.toString();
    const own = readFrame(text);
    if (own === "beyond") return own;
    if (own === "refused") return agrees(text, undefined);
    const again = parseElement(print(own));
    same("printed twice", print(own), print(again));
    same("the tree of what is printed", shapeOf(own, XML_ONLY), shapeOf(again, XML_ONLY));
    return agrees(text, own);
  },
};

function agrees(text: string, own: Element | undefined): string {
  // It trims the names of namespaces, and then finds this one empty.
  if (/xmlns:[^=]*=\s*(["'])\s+\1/.test(text)) return "an empty namespace";
  const theirs = shapeBySaxes(text);
  if (own instanceof Element) same("the tree by saxes", withoutClient(shapeOf(own, XML_ONLY)), withoutClient(theirs));
  // It allows a digit at the beginning of a local name.
  else if (theirs !== undefined && !/:[-.\d\u00b7]|:\p{M}/u.test(text)) throw new Wrong("saxes accepts", text);
  return own ? `accepted, depth ${depthOf(own)}` : "refused";
}

/** A stanza of a stream has its namespace from there. */
const withoutClient = (shape: unknown): unknown => JSON.stringify(shape)?.replaceAll("{jabber:client}", "{}");

const depthOf = (element: Element): number =>
  1 + element.getChildElements().reduce((most, child) => Math.max(most, depthOf(child)), 0);

export const chunks: Target = {
  name: "xml-chunks",
  seeds: [`${HEADER}${STANZA}</stream:stream>`, `<?xml version='1.0'?>${HEADER}<a/> <b>x</b>`, HEADER],
  words: WORDS,
  share: 0.5,
  generate: (random) => `${HEADER}${documentOf(random)} ${documentOf(random)}</stream:stream>`,
  check: (input) => {
    const limits = { stanzaBytes: 300, weight: 3000, depth: 4, attributes: 4 };
    const whole = eventsOf([input], limits);
    // Long inputs are repetitions: a part of them is enough.
    const part = input.subarray(0, 2048);
    for (const size of [1, 7])
      same(`in pieces of ${size}`, eventsOf(piecesOf(part, size), limits), eventsOf([part], limits));
    return `${Math.min(whole.length, 20)} ${whole.at(-1)?.startsWith("!") ? whole.at(-1) : ""}`;
  },
};
