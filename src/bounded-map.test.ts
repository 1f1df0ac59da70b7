/** A map of at most so many entries. */
import { expect, test } from "bun:test";
import { BoundedMap } from "./bounded-map.ts";

test("beyond the bound the entry that was set longest ago is removed", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1).set("b", 2).set("c", 3);
  expect([...map]).toEqual([
    ["b", 2],
    ["c", 3],
  ]);
});

test("setting a key again moves it to the end and removes nothing; reading it does not move it", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1).set("b", 2).set("a", 3);
  expect(map.get("b")).toBe(2);
  map.set("c", 4);
  expect([...map]).toEqual([
    ["a", 3],
    ["c", 4],
  ]);
});

test("a key that was deleted takes no room", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1).set("b", 2).delete("a");
  map.set("c", 3);
  expect([...map.keys()]).toEqual(["b", "c"]);
});

test("who asked for it is called with each entry that is removed for another, and not with a deleted one", () => {
  const evicted: [string, number][] = [];
  const map = new BoundedMap<string, number>(1, (key, value) => void evicted.push([key, value]));
  map.set("a", 1).set("a", 2).delete("a");
  map.set("b", 3).set("c", 4);
  expect(evicted).toEqual([["b", 3]]);
});

test("undefined is a key and a value like any other", () => {
  const map = new BoundedMap<undefined | string, undefined | string>(1);
  map.set(undefined, undefined).set("a", undefined);
  expect([...map.keys()]).toEqual(["a"]);
});
