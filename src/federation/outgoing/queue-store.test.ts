/** What waits for other servers, after a restart. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { openQueueStore } from "./queue-store.ts";

const ROMEO = { local: "capulet.example", remote: "montague.example" };
const NURSE = { local: "capulet.example", remote: "verona.example" };

function setUp() {
  const db = memoryDatabase({});
  const before = openQueueStore(db);
  return { before, restarted: () => openQueueStore(db) };
}

/** How many stanzas there are in each portion. */
function portions(store: ReturnType<typeof openQueueStore>, pair: typeof ROMEO): number[] {
  const sizes: number[] = [];
  for (let kept = store.portion(pair, 0); kept.length > 0; kept = store.portion(pair, kept.at(-1)?.id ?? 0))
    sizes.push(kept.length);
  return sizes;
}

test("it is read in portions, limited in number and in size", () => {
  const { before, restarted } = setUp();
  for (let n = 0; n < 250; n++) before.add(ROMEO, n, `<message id="${n}"/>`);
  for (let n = 0; n < 5; n++) before.add(NURSE, n, `<message>${"x".repeat(150_000)}</message>`);
  const store = restarted();
  expect(portions(store, ROMEO)).toEqual([100, 100, 50]);
  expect(portions(store, NURSE)).toEqual([2, 2, 1]);
  expect(store.portion(ROMEO, 0)[99]?.xml).toBe('<message id="99"/>');
});

test("each pair is listed once, whether stanzas, a stream, or both are stored for it", () => {
  const { before, restarted } = setUp();
  for (let n = 0; n < 3; n++) before.add(ROMEO, n, "<message/>");
  for (const pair of [ROMEO, NURSE]) before.setOutgoingStream(pair, { id: "sm1", received: 3, isBidirectional: true });
  expect(restarted().pairs()).toEqual([ROMEO, NURSE]);
  expect(restarted().outgoingStream(NURSE)).toEqual({ id: "sm1", received: 3, isBidirectional: true });
});

test("what is stored after the start is not read, and has greater ids", () => {
  const { before, restarted } = setUp();
  const last = before.add(NURSE, 1, "<message/>");
  const store = restarted();
  expect(store.add(ROMEO, 2, "<message/>")).toBe(last + 1);
  expect(store.pairs()).toEqual([NURSE]);
  expect(store.portion(ROMEO, 0)).toEqual([]);
});
