/** The wizard's lines as HTML. */
import { expect, test } from "bun:test";
import { setupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { closingHtml, inColumns, linesHtml, positionOf, titleAndRest } from "./lines.ts";

const texts = setupBrowserMessages.en;

test("a heading says which step of how many it is, in any language", () => {
  expect(positionOf("2 of 5   Ports on this machine")).toEqual({ at: 2, all: 5 });
  expect(positionOf("4 sur 5   Certificat   Let's Encrypt")).toEqual({ at: 4, all: 5 });
  expect(["Ports", "5222 free", "3 of 5", ""].map(positionOf)).toEqual([undefined, undefined, undefined, undefined]);
});

test("what somebody else has named is text: no element, no attribute, no link of another scheme", () => {
  const evil = `<img src=x onerror=alert(1)> javascript:alert(1)   https://ab"onclick="x`;
  const shown = [inColumns(evil), linesHtml([{ mark: "wrong", text: evil }], "x", texts), closingHtml([evil])].join("");
  expect(shown).not.toContain("<img");
  expect(shown).not.toContain('"onclick');
  expect(shown.match(/href="[^"]*"/g) ?? []).toEqual(['href="https://ab"', 'href="https://ab"', 'href="https://ab"']);
});

test("of a question of several sentences the first is the title, without its full stop", () => {
  expect(titleAndRest("Password. Others could read it.")).toEqual({ title: "Password", rest: "Others could read it." });
  expect(titleAndRest("Who? An invitation is a link.")).toEqual({ title: "Who?", rest: "An invitation is a link." });
  expect(titleAndRest("Such as marie@example.com?")).toEqual({ title: "Such as marie@example.com?" });
});

test("a link ends before the full stop behind it", () => {
  expect(String(inColumns("Open https://example.com/a?b=c."))).toContain(
    '<a href="https://example.com/a?b=c" target="_blank" rel="noreferrer">https://example.com/a?b=c</a>.',
  );
});

test("a sign has a word for who does not see it; what is indented stands under the words of the line above", () => {
  const lines = [
    { mark: "wrong", text: "443   in use" },
    { mark: "plain", text: "  stop it first" },
    { mark: "plain", text: "Good to know" },
    { mark: "plain", text: "  s3cret" },
  ] as const;
  const shown = String(linesHtml(lines, "x", texts));
  expect(shown).toContain('<li class="wrong"><span class="unseen">To do: </span>');
  expect(shown).toContain('<li class="more under">stop it first</li>');
  expect(shown).toContain('<li class="value">s3cret</li>');
});

test("what is to be copied stands in one piece", () => {
  const lines = [
    { mark: "paste", text: "a. 3600 IN A 192.0.2.1" },
    { mark: "paste", text: "b.   IN A" },
  ] as const;
  expect(String(linesHtml(lines, "zone", texts))).toContain(
    '<pre id="zone" tabindex="0">a. 3600 IN A 192.0.2.1\nb.   IN A</pre>',
  );
});

test("of the last screen, columns become a table that goes on where the first one is empty", () => {
  const shown = String(closingHtml(["Next     invite bob", "         status   how it is", "", "All is", "well."]));
  expect(shown.match(/<dl/g)).toHaveLength(1);
  expect(shown).toContain("<dt>Next</dt>");
  expect(shown).toContain("<dt></dt>");
  expect(shown).toContain("<p>All is</p><p>well.</p>");
});
