/** Who sees which resources. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid.ts";
import { Resources } from "./resources.ts";

const orchard = parseJid("romeo@montague.lit/orchard");
const garden = parseJid("romeo@montague.lit/garden");
const JULIET = "juliet@capulet.lit";

test("RFC 6121 §4: what is shown is seen until it is hidden", () => {
  const resources = new Resources();
  resources.shown(JULIET, orchard, "a");
  resources.shown(JULIET, garden, "");
  resources.shown(JULIET, orchard, "b");
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
  for (let index = 0; index < 5000; index += 1) expect(resources.shown(JULIET, numbered(index), "")).toBe(true);
  expect(resources.shown(JULIET, orchard, "")).toBe(false);
  expect(resources.shown(JULIET, numbered(3), "changed")).toBe(true);
  expect(resources.shown("nurse@capulet.lit", orchard, "")).toBe(true);
  resources.hidden(JULIET, numbered(0));
  resources.hidden(JULIET, orchard);
  expect(resources.shown(JULIET, orchard, "")).toBe(true);
  expect(resources.shown(JULIET, garden, "")).toBe(false);
  resources.forget(JULIET);
  expect(resources.shown(JULIET, garden, "")).toBe(true);
});
