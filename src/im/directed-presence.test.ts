/** RFC 6121 §4.6: who has been shown a session is known, and they are not more, nor longer, than a session may keep. */
import { expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { testSession } from "../server/testing.ts";
import { DirectedPresence } from "./directed-presence.ts";

const jid = (text: string) => parseJid(text);

function play(most: number) {
  const directed = new DirectedPresence(most);
  const session = testSession("romeo@localhost/orchard");
  const shown = (...texts: readonly string[]): void => {
    for (const text of texts) directed.shown(session, jid(text));
  };
  const all = (): string[] => directed.of(session).map(({ full }) => full);
  return { directed, session, shown, all };
}

test("as many as may be, each once; whoever goes makes room", () => {
  const { directed, session, shown, all } = play(2);
  shown("a@x/1", "a@x/2", "a@x/1");
  expect(() => shown("b@x")).toThrow("resource-constraint");
  directed.hidden(session, jid("b@x"));
  directed.hidden(session, jid("a@x/1"));
  directed.hidden(session, jid("a@x/1"));
  shown("b@x");
  expect(() => shown("c@x")).toThrow("resource-constraint");
  expect(all()).toEqual(["a@x/2", "b@x"]);
});

test("a long address counts as several", () => {
  const long = (name: string): string => `${name}@x/${"r".repeat(1000)}`;
  const { directed, session, shown, all } = play(7);
  shown(long("a"), "b@x/1", "c@x/1", "d@x/1");
  expect(() => shown("e@x")).toThrow("resource-constraint");
  directed.hidden(session, jid(long("a")));
  shown("e@x", "f@x", "g@x", "h@x");
  expect(() => shown("i@x")).toThrow("resource-constraint");
  expect(all()).toHaveLength(7);
});

test("an account is known by any of its resources, an address by itself alone, until none is left", () => {
  const { directed, session, shown } = play(10);
  shown("hall@rooms.x/nurse", "hall@rooms.x/tybalt");
  const knows = (): boolean[] => [
    directed.isShown(session, jid("hall@rooms.x/juliet")),
    directed.isShownTo(session, jid("hall@rooms.x/juliet")),
    directed.isShownTo(session, jid("hall@rooms.x/nurse")),
  ];
  expect(knows()).toEqual([true, false, true]);
  directed.hidden(session, jid("hall@rooms.x/nurse"));
  expect(knows()).toEqual([true, false, false]);
  directed.hidden(session, jid("hall@rooms.x/tybalt"));
  expect(knows()).toEqual([false, false, false]);
});

test("those who have to hear of the end are taken out, among the ones that are meant", () => {
  const { directed, session, shown, all } = play(10);
  shown("a@x", "b@y", "c@x");
  expect(directed.taken(session, ({ domain }) => domain === "x").map(({ full }) => full)).toEqual(["a@x", "c@x"]);
  expect(all()).toEqual(["b@y"]);
  expect(directed.taken(session).map(({ full }) => full)).toEqual(["b@y"]);
  expect(directed.taken(session)).toEqual([]);
});

test("of what a former life of the server has kept, as much is taken as may be now", () => {
  const { directed, session, all } = play(2);
  directed.restore(session, ["a@x", "b@x", "c@x"].map(jid));
  expect(all()).toEqual(["a@x", "b@x"]);
});
