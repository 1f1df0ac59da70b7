/** Archived messages that wait in a file, to be stored by their times. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MessageSpool, openSpool, type SpooledMessage } from "./import-spool.ts";

const folder = mkdtempSync(join(tmpdir(), "jabber-home-spool-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const path = (): string => join(folder, String(++files));
const message = (account: string, time: number, given: string): SpooledMessage => ({
  ...{ account, time, given },
  peer: "bob@example.com/é",
  xml: `<message><body>${given} é ${"x".repeat(given.length * 40)}</body></message>`,
});
function found(file: string, position: number): MessageSpool | undefined {
  const steps = openSpool(file, position);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
function opened(file: string, position = 0): MessageSpool {
  const spool = found(file, position);
  if (!spool) throw new Error("no spool");
  return spool;
}
const given = (spool: MessageSpool, skipped = 0): string[] =>
  [...spool.sorted(skipped)].flatMap((one) => one?.given ?? []);

test("messages come by time, those of one time as they were appended, whole", () => {
  const spool = opened(path());
  const all = [message("a", 3000, "1"), message("a", 9000, "2"), message("b", 1000, "3"), message("b", 3000, "4")];
  for (const [position, one] of all.entries()) spool.append(position, one);
  expect(given(spool)).toEqual(["3", "1", "4", "2"]);
  expect([...spool.sorted(1)].at(-3)).toEqual(all[0] as SpooledMessage);
  spool.close();
});

test("in one account, a clock that was set back by less than a second changes no order", () => {
  const spool = opened(path());
  for (const [n, time] of [5000, 4500, 5100, 1000].entries()) spool.append(n, message("a", time, String(n)));
  expect(given(spool)).toEqual(["3", "0", "1", "2"]);
  spool.close();
});

test("what was appended before a position is there again; what came behind, or was cut off, is not", async () => {
  const file = path();
  const spool = opened(file);
  for (let n = 0; n < 5000; n++) spool.append(n, message("a", n, String(n)));
  await spool.flush();
  spool.close();
  const again = opened(file, 4000);
  expect([again.count, given(again, 3999)]).toEqual([4000, ["3999"]]);
  again.append(4000, message("a", 4000, "new"));
  await again.flush();
  again.close();
  truncateSync(file, statSync(file).size - 1);
  const cut = opened(file, 5000);
  expect(cut.count).toBe(4000);
  cut.close();
});

test("a file that should be there, and is not, is told; a new one is its owner's alone, and goes", () => {
  const file = path();
  expect(found(file, 1)).toBeUndefined();
  const spool = opened(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  spool.close();
  spool.remove();
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
});
