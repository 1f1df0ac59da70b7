/** Who sees which resources. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid/jid.ts";
import { Resources } from "./resources.ts";

const orchard = parseJid("romeo@montague.lit/orchard");
const garden = parseJid("romeo@montague.lit/garden");
const JULIET = "juliet@capulet.lit";
const yes = (): boolean => true;
const no = (): boolean => false;

test("RFC 6121 §4: what is shown is seen until it is hidden", () => {
  const resources = new Resources();
  resources.shown(JULIET, orchard, "a", yes);
  resources.shown(JULIET, garden, "", yes);
  resources.shown(JULIET, orchard, "b", yes);
  expect([...resources.of(JULIET, orchard.bare)]).toEqual([
    [orchard.full, "b"],
    [garden.full, ""],
  ]);
  expect(resources.keyOf("nurse@capulet.lit", orchard)).toBeUndefined();
  resources.hidden(JULIET, orchard);
  expect([...resources.of(JULIET, orchard.bare).keys()]).toEqual([garden.full]);
  resources.hidden(JULIET, orchard);
  resources.hidden(JULIET, parseJid(garden.bare));
  expect([...resources.seenBy(JULIET)]).toEqual([]);
});

test("an account sees so many, and may see others once some are hidden", () => {
  const resources = new Resources();
  const numbered = (index: number) => parseJid(`u${index}@montague.lit/r`);
  for (let index = 0; index < 5000; index += 1) expect(resources.shown(JULIET, numbered(index), "", yes)).toBe(true);
  expect(resources.shown(JULIET, orchard, "", yes)).toBe(false);
  expect(resources.shown(JULIET, numbered(3), "changed", yes)).toBe(true);
  expect(resources.shown("nurse@capulet.lit", orchard, "", yes)).toBe(true);
  resources.hidden(JULIET, numbered(0));
  resources.hidden(JULIET, orchard);
  expect(resources.shown(JULIET, orchard, "", yes)).toBe(true);
  expect(resources.shown(JULIET, garden, "", yes)).toBe(false);
  resources.forget(JULIET);
  expect(resources.shown(JULIET, garden, "", yes)).toBe(true);
});

test("strangers, who show themselves unasked, leave room for contacts", () => {
  const resources = new Resources();
  const numbered = (index: number) => parseJid(`rooms.capulet.lit/u${index}`);
  const seen = Array.from({ length: 1100 }, (_, index) => resources.shown(JULIET, numbered(index), "", no));
  expect(seen.lastIndexOf(true)).toBe(999);
  expect(resources.shown(JULIET, orchard, "", yes)).toBe(true);
});
