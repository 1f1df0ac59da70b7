/** XML 1.0 §2.4, §2.11, §3.3.3: what is printed is read back. */
import { expect, test } from "bun:test";
import { Element } from "ltx";
import { addressed } from "../stanza.ts";
import { parseElement } from "./parse-element.ts";
import { print, printOnce } from "./print.ts";

test("§2.4: the five predefined entities are escaped, as ltx does it", () => {
  const element = new Element("a", { b: `<>&"'`, c: "\u00e9\u{1f600}" });
  element.t(`<>&"' ]]>`);
  expect(print(element)).toBe(`<a b="&lt;&gt;&amp;&quot;&apos;" c="\u00e9\u{1f600}">&lt;&gt;&amp;"' ]]&gt;</a>`);
  expect(print(element)).toBe(element.toString());
});

test("§2.11, §3.3.3: line ends and tabs survive", () => {
  const element = new Element("a", { b: "\t\n\r c" });
  element.t("\t\n\r\n\r c");
  const again = parseElement(print(element));
  expect(again.attrs).toEqual(element.attrs);
  expect(again.getText()).toBe(element.getText());
});

test("§2.2: characters that XML does not allow become U+FFFD", () => {
  const element = new Element("a", { b: "\u0000c\ufffe" });
  element.t("\u001bd\uffff");
  expect(print(element)).toBe('<a b="\ufffdc\ufffd">\ufffdd\ufffd</a>');
});

test("numbers are printed, undefined and null are left out", () => {
  const element = new Element("a", { b: 1, c: undefined, d: null });
  for (const child of [2, undefined, null, new Element("e")]) element.children.push(child as Element);
  expect(print(element)).toBe('<a b="1">2<e/></a>');
  expect(print(element)).toBe(element.toString());
});

test("the children of a stanza to many are printed once, whatever its addresses", () => {
  const message = parseElement('<message from="room"><body>a &lt; b</body></message>');
  printOnce(message);
  let printed = 0;
  const count = (): string => {
    printed += 1;
    return "body";
  };
  Object.defineProperty(message.getChild("body"), "name", { get: count });
  const copies = ["romeo", "juliet"].map((to) => addressed(message, { to }));
  expect(copies.map(print)).toEqual([
    '<message from="room" to="romeo"><body>a &lt; b</body></message>',
    '<message from="room" to="juliet"><body>a &lt; b</body></message>',
  ]);
  expect(printed).toBe(0);
});
