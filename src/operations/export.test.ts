import { expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { xml } from "../stanza.ts";
import { END_OF_FILE } from "../transfer/account-file.ts";
import { byteStreamOf, type ExportDeps, exportOperations } from "./export.ts";

const ALICE = parseJid("alice@example.com");
const LONG = "x".repeat(10_000);

/** An account with this many notes of 10,000 characters. */
function open(notes: number) {
  const state = { isThere: true, read: 0 };
  function* parts() {
    for (; state.read < notes; state.read++) yield xml("note", { xmlns: "urn:x" }, LONG);
  }
  const catalogue = { exports: [parts] } as unknown as ExportDeps["booted"]["catalogue"];
  const operations = exportOperations({
    accounts: { exists: () => state.isThere, keys: () => undefined, list: () => [], row: () => undefined },
    domains: ["example.com"],
    rooms: () => [],
    circles: () => [],
    booted: { catalogue },
    // Each portion is one step.
    inTurns: async (_, work) => {
      for (;;) {
        const step = work.next();
        if (step.done) return step.value;
      }
    },
  });
  return { ...operations, state };
}

test("nothing is read before it is asked for: no file is in memory as a whole", async () => {
  const { account, state } = open(1000);
  const pieces = account(ALICE)[Symbol.asyncIterator]();
  expect(state.read).toBe(0);
  expect((await pieces.next()).value?.length).toBeLessThan(80_000);
  expect(state.read).toBeLessThan(10);
  await pieces.next();
  expect(state.read).toBeLessThan(20);
});

test("the pieces together are the file", async () => {
  const { account } = open(20);
  const text = await new Response(byteStreamOf(account(ALICE))).text();
  expect(text.match(/<note/g)?.length).toBe(20);
  expect(text).toEndWith(END_OF_FILE);
});

test("an account that is removed meanwhile ends the file without its end", async () => {
  const { account, state } = open(1000);
  const pieces = account(ALICE)[Symbol.asyncIterator]();
  await pieces.next();
  state.isThere = false;
  await expect(pieces.next()).rejects.toMatchObject({ reason: "no-such-account" });
  expect(await pieces.next()).toEqual({ done: true, value: undefined });
  expect(() => account(ALICE)).toThrow("no-such-account");
});

test("who goes away in the middle has nothing read any more", async () => {
  const { account, state } = open(1000);
  const reader = byteStreamOf(account(ALICE)).getReader();
  await reader.read();
  await reader.cancel();
  const { read } = state;
  await new Promise((resolve) => setImmediate(resolve));
  expect(state.read).toBe(read);
});
