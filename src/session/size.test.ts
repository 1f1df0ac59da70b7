/** How much a stanza is. */
import { expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { weightOf } from "../xml/weight.ts";
import { measured, sizeOf } from "./size.ts";

test("where it has just been sent its bytes are known, else it is printed; its weight follows from that", () => {
  const stanza = parseElement("<message><body>é &amp; è</body></message>");
  const bytes = Buffer.byteLength("<message><body>é &amp; è</body></message>");
  expect(sizeOf(stanza)).toBe(bytes);
  expect(measured(stanza)).toEqual({ bytes, weight: weightOf(stanza) });
  expect(measured(stanza, 0)).toEqual({ bytes, weight: weightOf(stanza) });
  expect(measured(stanza, 100)).toEqual({ bytes: 100, weight: weightOf(stanza) + 100 - bytes });
});
