/** What waits for other servers, as the next life of this one finds it. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { openQueueStore } from "./queue-store.ts";

const ROMEO = { local: "capulet.example", remote: "montague.example" };
const NURSE = { local: "capulet.example", remote: "verona.example" };

function scene() {
  const db = memoryDatabase({});
  const former = openQueueStore(db);
  return { former, next: () => openQueueStore(db) };
}

/** How many stanzas there are in each portion. */
function portions(store: ReturnType<typeof openQueueStore>, pair: typeof ROMEO): number[] {
  const sizes: number[] = [];
  for (let kept = store.portion(pair, 0); kept.length > 0; kept = store.portion(pair, kept.at(-1)?.id ?? 0))
    sizes.push(kept.length);
  return sizes;
}

test("it is read in portions of so many, and of so much", () => {
  const { former, next } = scene();
  for (let n = 0; n < 250; n++) former.add(ROMEO, n, `<message id="${n}"/>`);
  for (let n = 0; n < 5; n++) former.add(NURSE, n, `<message>${"x".repeat(150_000)}</message>`);
  const store = next();
  expect(portions(store, ROMEO)).toEqual([100, 100, 50]);
  expect(portions(store, NURSE)).toEqual([2, 2, 1]);
  expect(store.portion(ROMEO, 0)[99]?.xml).toBe('<message id="99"/>');
});

test("each pair is named once, whether stanzas wait for it, or a stream, or both", () => {
  const { former, next } = scene();
  for (let n = 0; n < 3; n++) former.add(ROMEO, n, "<message/>");
  for (const pair of [ROMEO, NURSE]) former.setOutgoingStream(pair, { id: "sm1", received: 3, isBidirectional: true });
  expect(next().pairs()).toEqual([ROMEO, NURSE]);
  expect(next().outgoingStream(NURSE)).toEqual({ id: "sm1", received: 3, isBidirectional: true });
});

test("what this life keeps is no part of it, and comes behind it", () => {
  const { former, next } = scene();
  const last = former.add(NURSE, 1, "<message/>");
  const store = next();
  expect(store.add(ROMEO, 2, "<message/>")).toBe(last + 1);
  expect(store.pairs()).toEqual([NURSE]);
  expect(store.portion(ROMEO, 0)).toEqual([]);
});
