import { expect, test } from "bun:test";
import { DAY } from "../../../clock.ts";
import { sweep } from "./sweep.ts";
import { memoryFolder, ROMEO, START, testFiles } from "./testing.ts";

const ID = "abcdefghijklmnopqrstu";

function started() {
  const { store, add, log } = testFiles();
  const folder = memoryFolder();
  const run = (underway: readonly string[] = [], hasStopped = () => false): Promise<void> =>
    sweep({ folder, store, log, isUnderway: (id) => underway.includes(id), hasStopped });
  return { store, add, folder, log, run };
}

test("after a crash, files without a row and unfinished ones go; those of rows, of uploads under way and of others stay", async () => {
  const { add, folder, log, run } = started();
  const { id } = add(ROMEO, 1);
  const stay = [`2026-11-30/${id}`, `2026-11-29/${ID}3`, `2026-11-29/${ID}4.part`, "2026-11-29/notes.txt"];
  const go = [`2026-11-29/${ID}1`, `2026-11-29/${ID}2.part`, `2026-11-30/${ID}5`];
  for (const path of [...stay, ...go]) folder.files.add(path);
  await run([`${ID}3`, `${ID}4`]);
  expect([...folder.files].sort()).toEqual(stay.sort());
  expect(log.events).toEqual([{ event: "files-swept", files: 3 }]);
});

test("rows whose files are missing are told of, and kept: a backup may have the files", async () => {
  const { add, store, folder, log, run } = started();
  for (let n = 0; n < 250; n++) add(ROMEO, 1);
  add(ROMEO, 1, { uploaded: START - 300 * DAY, isLasting: true });
  const there = add(ROMEO, 1, { uploaded: START + DAY });
  folder.files.add("2026-11-30/notes.txt").add(`2026-12-01/${there.id}`);
  await run();
  expect(store.total().files).toBe(252);
  expect(log.events).toMatchObject([{ event: "files-missing", files: 251 }]);
});

test("a server that stops leaves the rest to its next start", async () => {
  const { folder, run } = started();
  folder.files.add(`2026-11-29/${ID}1`);
  await run([], () => true);
  expect(folder.files.size).toBe(1);
});

test("nothing is asked of the database once the server has stopped, however far it has come", async () => {
  const { add, store, folder, log } = started();
  add(ROMEO, 1);
  for (const stopsAfter of [0, 1, 2]) {
    let reads = 0;
    const hasStopped = (): boolean => reads >= stopsAfter;
    const read = <Result>(result: Result): Result => {
      if (hasStopped()) throw new Error("the database is closed");
      reads += 1;
      return result;
    };
    const counted = {
      has: (name: string) => read(store.has(name)),
      dayAfter: (day: string) => read(store.dayAfter(day)),
      ofDay: (...page: Parameters<typeof store.ofDay>) => read(store.ofDay(...page)),
    };
    await sweep({ folder, store: counted, log, isUnderway: () => false, hasStopped });
    expect(reads).toBe(stopsAfter);
  }
});
