import { expect, test } from "bun:test";
import type { Server } from "../server/module.ts";
import { registerOf, testSession } from "../server/testing.ts";
import { xml } from "../stanza.ts";
import { UndeliveredStanzas } from "./undelivered-stanzas.ts";

function setUp() {
  const given: string[] = [];
  /** How many sessions were available, as the router is told. */
  const seen: (number | undefined)[] = [];
  const errors: unknown[] = [];
  const works: { readonly owner: string; readonly step: () => boolean }[] = [];
  const inTurns: Server["inTurns"] = (owner, work) =>
    new Promise((resolve, reject) => {
      const step = (): boolean => {
        try {
          const { done, value } = work.next();
          if (done) resolve(value);
          return !done;
        } catch (error) {
          reject(error);
          return false;
        }
      };
      works.push({ owner, step });
    });
  const undelivered = new UndeliveredStanzas({
    router: {
      redeliver: ({ attrs }, account, original, there) => {
        if (attrs.id === "bad") throw new Error("no");
        seen.push(there?.size);
        given.push(`${account} ${attrs.id} ${original?.attrs.id}`);
      },
    },
    register: registerOf(testSession("romeo@localhost/here", 0), testSession("romeo@localhost/away")),
    inTurns,
    log: { error: (event) => void errors.push(event) },
  });
  return { undelivered, given, seen, works, errors };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    stanza: xml("message", { id: `${n}` }),
    original: xml("message", { id: `o${n}` }),
  }));

test("a few are redelivered at once, in order", async () => {
  const { undelivered, given, works } = setUp();
  undelivered.add("romeo@localhost", many(500));
  expect(given).toEqual(Array.from({ length: 500 }, (_, n) => `romeo@localhost ${n} o${n}`));
  expect(works).toEqual([]);
  await undelivered.idle();
});

test("many are redelivered in portions, in the account's turns; `idle` resolves after the last", async () => {
  const { undelivered, given, seen, works } = setUp();
  undelivered.add("romeo@localhost", many(503));
  expect([given.length, works.map(({ owner }) => owner)]).toEqual([500, ["romeo@localhost"]]);
  let isSettled = false;
  const settled = undelivered.idle().then(() => {
    isSettled = true;
  });
  expect([works[0]?.step(), works[0]?.step(), given.length]).toEqual([true, true, 502]);
  // What is added later comes behind it.
  undelivered.add("romeo@localhost", many(1));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  while (works[0]?.step());
  // Nor is it lost if the last one has just been redelivered.
  undelivered.add("romeo@localhost", many(1));
  await settled;
  undelivered.add("romeo@localhost", many(1));
  expect(works).toHaveLength(1);
  expect(given.slice(-3)).toEqual(["romeo@localhost 0 o0", "romeo@localhost 0 o0", "romeo@localhost 0 o0"]);
  expect(seen).toEqual([...Array.from({ length: 500 }, () => undefined), 1, 1, 1, 1, undefined, undefined]);
});

test("a failure is logged, and does not stop other accounts", async () => {
  const { undelivered, works, errors } = setUp();
  const bad = { stanza: xml("message", { id: "bad" }), original: xml("message") };
  undelivered.add("romeo@localhost", [...many(500), bad]);
  works[0]?.step();
  await undelivered.idle();
  expect(errors).toHaveLength(1);
});

test("a queue that begins at the moment when another has run out keeps its order", async () => {
  const { undelivered, given, works } = setUp();
  undelivered.add("romeo@localhost", many(501));
  while (works[0]?.step());
  undelivered.add("romeo@localhost", many(501));
  await Bun.sleep(0);
  undelivered.add("romeo@localhost", [{ stanza: xml("message", { id: "last" }), original: xml("message") }]);
  expect(given.at(-1)).not.toContain("last");
  while (works[1]?.step());
  expect(given.at(-1)).toContain("last");
});
