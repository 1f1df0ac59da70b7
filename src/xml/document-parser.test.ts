/** A document that is read piece by piece. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { type DocumentEvent, DocumentParser } from "./document-parser.ts";
import { limitsFor } from "./limits.ts";
import { print } from "./print.ts";

const isContainer = (element: Element, path: readonly Element[]): boolean => path.length < 2 && element.name !== "leaf";

function eventsOf(text: string, chunk = text.length): string[] {
  const parser = new DocumentParser(limitsFor(1000), isContainer);
  const bytes = Buffer.from(text);
  const events: DocumentEvent[] = [];
  for (let at = 0; at < bytes.length; at += chunk) events.push(...parser.read(bytes.subarray(at, at + chunk)));
  parser.end();
  return events.map((event) => (event.is === "close" ? "close" : `${event.is} ${print(event.element)}`));
}

const TEXT =
  '<?xml version="1.0"?>\n<a xmlns="urn:a" xmlns:p="urn:p"><b n="1">\n<c><d>x &amp; y</d></c>\n<p:e p:f="2"><p:g/></p:e></b><leaf/></a>\n';

test("containers are opened and closed, and what is in them comes one by one, with its namespaces", () => {
  expect(eventsOf(TEXT)).toEqual([
    'open <a xmlns="urn:a" xmlns:p="urn:p"/>',
    'open <b n="1" xmlns="urn:a"/>',
    'element <c xmlns="urn:a"><d>x &amp; y</d></c>',
    'element <e p:f="2" xmlns:p="urn:p" xmlns="urn:p"><g/></e>',
    "close",
    'element <leaf xmlns="urn:a"/>',
    "close",
  ]);
});

test("however it is cut into chunks, it is the same", () => {
  const whole = eventsOf(TEXT);
  for (const chunk of [1, 2, 7, 30]) expect(eventsOf(TEXT, chunk)).toEqual(whole);
});

function failureOf(text: string): [string, number] {
  const parser = new DocumentParser({ ...limitsFor(1000), weight: 100_000 }, isContainer);
  try {
    parser.read(Buffer.from(text));
    parser.end();
  } catch (error) {
    if (error instanceof StreamError) return [error.message, parser.line];
    throw error;
  }
  return ["nothing", 0];
}

test("what is refused is told with its line", () => {
  expect(failureOf('<!DOCTYPE a [<!ENTITY x "y">]>\n<a/>')).toEqual(["a comment or a document type", 1]);
  expect(failureOf("<a>\n<b>\n<c>&x;</c>\n</b></a>")).toEqual(["an entity other than the five of XML", 3]);
  expect(failureOf("<a>\n<b>\n\n<c></d></b></a>")).toEqual(["an end tag that closes nothing", 4]);
  expect(failureOf(`<a>\n<b><c>${"x".repeat(2000)}</c></b></a>`)).toEqual(["more than 1000 bytes", 2]);
  expect(failureOf(`<a><b><c>${"<d>".repeat(200)}`)[0]).toBe("more than 100 levels");
  expect(failureOf("<a><b/>")[0]).toBe("the end is missing");
  expect(failureOf("<a/><a/>")[0]).toBe("something behind the end of the document");
  expect(failureOf("<a><b>text</b></a>")[0]).toBe("text where only elements are expected");
});

test("a document whose only element is no container is one event", () => {
  expect(eventsOf("<leaf/>")).toEqual(["element <leaf/>"]);
});
