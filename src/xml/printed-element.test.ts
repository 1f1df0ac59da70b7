import { expect, test } from "bun:test";
import { xml } from "../stanza.ts";
import { print } from "./print.ts";
import { PrintedElement } from "./printed-element.ts";
import { roughWeightOf, weightOf } from "./weight.ts";

const TEXT = `<message id="a"><body>${"light ".repeat(100)}</body></message>`;

test("it is printed as it was, and weighs at least that much", () => {
  const element = xml("forwarded", {}, new PrintedElement("message", TEXT));
  expect(print(element)).toBe(`<forwarded>${TEXT}</forwarded>`);
  for (const weight of [weightOf(element), roughWeightOf(element)]) expect(weight).toBeGreaterThan(TEXT.length);
});
