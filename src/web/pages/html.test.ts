/** Templates of HTML. */
import { expect, test } from "bun:test";
import { html, sentenceWith } from "./html.ts";

test("a text is escaped, in an element as in an attribute", () => {
  const name = `"><script>alert('1')</script>&amp;`;
  const shown = "&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp;";
  expect(String(html`<p title="${name}">${name}</p>`)).toBe(`<p title="${shown}">${shown}</p>`);
});

test("HTML in HTML stays as it is; lists, numbers, undefined and false", () => {
  const items = ["a<b", "c"].map((each) => html`<li>${each}</li>`);
  expect(String(html`<ul>${items}</ul>${0}${undefined}${false}${[["x", 1]]}`)).toBe(
    "<ul><li>a&lt;b</li><li>c</li></ul>0x1",
  );
});

test("HTML within a sentence, whose own characters are escaped", () => {
  const sentence = (address: string): string => `you & ${address} <3`;
  expect(String(sentenceWith(sentence, html`<b>${"<me>"}</b>`))).toBe("you &amp; <b>&lt;me&gt;</b> &lt;3");
});

test("an object with the shape of HTML is not HTML", () => {
  const forged = { toString: () => "<script>" };
  // @ts-expect-error: only html makes Html
  expect(() => String(html`${forged}`)).toThrow();
});
