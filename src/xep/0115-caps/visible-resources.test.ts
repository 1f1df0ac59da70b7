/** RFC 6121 §4: which resources an account sees. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid/jid.ts";
import { VisibleResources } from "./visible-resources.ts";

const orchard = parseJid("romeo@montague.lit/orchard");
const garden = parseJid("romeo@montague.lit/garden");
const JULIET = "juliet@capulet.lit";
const yes = (): boolean => true;
const no = (): boolean => false;

test("RFC 6121 §4: a resource is visible from available to unavailable presence", () => {
  const resources = new VisibleResources();
  resources.add(JULIET, orchard, "a", yes);
  resources.add(JULIET, garden, "", yes);
  resources.add(JULIET, orchard, "b", yes);
  expect([...resources.of(JULIET, orchard.bare)]).toEqual([
    [orchard.full, "b"],
    [garden.full, ""],
  ]);
  expect(resources.keyOf("nurse@capulet.lit", orchard)).toBeUndefined();
  resources.remove(JULIET, orchard);
  expect([...resources.of(JULIET, orchard.bare).keys()]).toEqual([garden.full]);
  resources.remove(JULIET, orchard);
  resources.remove(JULIET, parseJid(garden.bare));
  expect([...resources.visibleTo(JULIET)]).toEqual([]);
});

test("an account sees a limited number of resources at once", () => {
  const resources = new VisibleResources();
  const numbered = (index: number) => parseJid(`u${index}@montague.lit/r`);
  for (let index = 0; index < 5000; index += 1) expect(resources.add(JULIET, numbered(index), "", yes)).toBe(true);
  expect(resources.add(JULIET, orchard, "", yes)).toBe(false);
  expect(resources.add(JULIET, numbered(3), "changed", yes)).toBe(true);
  expect(resources.add("nurse@capulet.lit", orchard, "", yes)).toBe(true);
  resources.remove(JULIET, numbered(0));
  resources.remove(JULIET, orchard);
  expect(resources.add(JULIET, orchard, "", yes)).toBe(true);
  expect(resources.add(JULIET, garden, "", yes)).toBe(false);
  resources.forget(JULIET);
  expect(resources.add(JULIET, garden, "", yes)).toBe(true);
});

test("strangers leave room for contacts", () => {
  const resources = new VisibleResources();
  const numbered = (index: number) => parseJid(`rooms.capulet.lit/u${index}`);
  const seen = Array.from({ length: 1100 }, (_, index) => resources.add(JULIET, numbered(index), "", no));
  expect(seen.lastIndexOf(true)).toBe(999);
  expect(resources.add(JULIET, orchard, "", yes)).toBe(true);
});
