/** RFC 6121 §4.6: the addresses of a session's directed presence, and how many they may be. */
import { expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { testSession } from "../server/testing.ts";
import { DirectedPresence } from "./directed-presence.ts";

const jid = (text: string) => parseJid(text);

function play(most: number) {
  const directed = new DirectedPresence(most);
  const session = testSession("romeo@localhost/orchard");
  const shown = (...texts: readonly string[]): void => {
    for (const text of texts) directed.add(session, jid(text));
  };
  const all = (): string[] => directed.of(session).map(({ full }) => full);
  return { directed, session, shown, all };
}

test("as many addresses as the limit allows, each counted once; a removed one makes room", () => {
  const { directed, session, shown, all } = play(2);
  shown("a@x/1", "a@x/2", "a@x/1");
  expect(() => shown("b@x")).toThrow("resource-constraint");
  directed.remove(session, jid("b@x"));
  directed.remove(session, jid("a@x/1"));
  directed.remove(session, jid("a@x/1"));
  shown("b@x");
  expect(() => shown("c@x")).toThrow("resource-constraint");
  expect(all()).toEqual(["a@x/2", "b@x"]);
});

test("a long address counts as several", () => {
  const long = (name: string): string => `${name}@x/${"r".repeat(1000)}`;
  const { directed, session, shown, all } = play(7);
  shown(long("a"), "b@x/1", "c@x/1", "d@x/1");
  expect(() => shown("e@x")).toThrow("resource-constraint");
  directed.remove(session, jid(long("a")));
  shown("e@x", "f@x", "g@x", "h@x");
  expect(() => shown("i@x")).toThrow("resource-constraint");
  expect(all()).toHaveLength(7);
});

test("hasAccount is true while any resource of the account is there, has for the exact address alone", () => {
  const { directed, session, shown } = play(10);
  shown("hall@rooms.x/nurse", "hall@rooms.x/tybalt");
  const knows = (): boolean[] => [
    directed.hasAccount(session, jid("hall@rooms.x/juliet")),
    directed.has(session, jid("hall@rooms.x/juliet")),
    directed.has(session, jid("hall@rooms.x/nurse")),
  ];
  expect(knows()).toEqual([true, false, true]);
  directed.remove(session, jid("hall@rooms.x/nurse"));
  expect(knows()).toEqual([true, false, false]);
  directed.remove(session, jid("hall@rooms.x/tybalt"));
  expect(knows()).toEqual([false, false, false]);
});

test("take removes the addresses that match, and returns them", () => {
  const { directed, session, shown, all } = play(10);
  shown("a@x", "b@y", "c@x");
  expect(directed.take(session, ({ domain }) => domain === "x").map(({ full }) => full)).toEqual(["a@x", "c@x"]);
  expect(all()).toEqual(["b@y"]);
  expect(directed.take(session).map(({ full }) => full)).toEqual(["b@y"]);
  expect(directed.take(session)).toEqual([]);
});

test("after a restart with a lower limit, as many addresses are restored as fit", () => {
  const { directed, session, all } = play(2);
  directed.restore(session, ["a@x", "b@x", "c@x"].map(jid));
  expect(all()).toEqual(["a@x", "b@x"]);
});
