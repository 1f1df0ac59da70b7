/** What the database does where the disk is full, or nearly. */
import { expect, test } from "bun:test";
import { openLines } from "../../tests/support/in-memory/lines.ts";
import type { StoreError } from "./errors.ts";
import { nextTick, temporaryFolder } from "./testing.ts";

/** A database with space for a few pages, and what was refused. */
function openNearlyFull(path: string) {
  const refused: string[] = [];
  const failures: StoreError[] = [];
  const space = { isLow: false, isExhausted: false, wrote: () => {}, refused: () => void refused.push("refused") };
  const lines = openLines(path, { space, onFailure: (error) => failures.push(error) });
  lines.db.read("PRAGMA max_page_count = 20").all();
  return { ...lines, space, refused, failures };
}

const BIG = "x".repeat(1_000_000);

test("a full disk rolls back the whole tick, also what was inside no savepoint: `lost` is called, and the store goes on", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const { db, addLine, lines, refused, failures, events } = openNearlyFull(path);
  addLine("kept by an earlier tick");
  await nextTick();
  const called: string[] = [];
  addLine("small");
  db.onTick((lost) => called.push(`tick ${lost?.reason ?? "kept"}`));
  db.afterCommit(
    () => called.push("committed"),
    ({ reason }) => called.push(`not committed: ${reason}`),
  );
  db.afterSync(
    () => called.push("synced"),
    ({ reason }) => called.push(`not synced: ${reason}`),
  );
  db.afterSync(() => called.push("synced without a word"));
  db.afterCommit(() => called.push("committed without a word"));
  const full = expect.objectContaining({ reason: "full", message: expect.stringContaining("try again later") });
  expect(() =>
    db.atomically(() => {
      expect(() => db.atomically(() => addLine(BIG))).toThrow(full);
      // Whoever goes on in spite of it does not keep one half of his work.
      expect(() => addLine("the other half")).toThrow(full);
    }),
  ).toThrow(full);
  expect(() => addLine("of the same tick")).toThrow(full);
  expect(called).toEqual([]);
  await nextTick();
  expect(called.slice(0, 3)).toEqual(["tick full", "not committed: full", "not synced: full"]);
  expect([refused, failures]).toEqual([["refused"], []]);
  expect(events.map(({ event }) => event)).toEqual(["disk-took-nothing"]);
  addLine("more");
  db.afterSync(() => called.push("on the disk"));
  await nextTick();
  await nextTick();
  await db.close();
  expect([...new Set(called.slice(3))]).toEqual(["tick kept", "synced without a word", "on the disk"]);
  const { db: again, lines: kept } = openLines(path);
  expect(kept()).toEqual(["kept by an earlier tick", "more"]);
  await again.close();
  expect(() => lines()).toThrow("closed");
});

test("where SQLite rolls back one statement alone, that one throws and the tick is kept", async () => {
  using folder = temporaryFolder();
  const { db, addLine, lines, failures, refused } = openNearlyFull(folder.file("data.sqlite"));
  addLine("kept");
  const grow = db.write("UPDATE lines SET text = hex(zeroblob(500000))");
  expect(() => db.atomically(() => grow.run())).toThrow(expect.objectContaining({ reason: "full" }));
  addLine("as well");
  await nextTick();
  await db.close();
  expect([failures, refused]).toEqual([[], []]);
  const again = openLines(folder.file("data.sqlite"));
  expect(again.lines()).toEqual(["kept", "as well"]);
  expect(lines).toThrow("closed");
  await again.db.close();
});

test("work that catches the error is not kept in part either", async () => {
  using folder = temporaryFolder();
  const { db, addLine, lines } = openNearlyFull(folder.file("data.sqlite"));
  const swallowing = () =>
    db.atomically(() => {
      addLine("one half");
      try {
        addLine(BIG);
      } catch {}
    });
  expect(swallowing).toThrow("nearly full");
  await nextTick();
  addLine("next");
  await nextTick();
  expect(lines()).toEqual(["next"]);
  await db.close();
});

test("where space is low, requiringSpace refuses statements that add rows, and no others", async () => {
  const space = { isLow: false, isExhausted: false, wrote: () => {}, refused: () => {} };
  const { db, addLine, lines } = openLines(":memory:", { space });
  const rename = db.write("UPDATE lines SET text = ? WHERE text = ?");
  const replace = db.write("  REPLACE INTO lines VALUES (1, 'replaced')");
  const small = db.write("INSERT INTO lines (text) VALUES ('small')", { mayUseReserve: true });
  const remove = db.write("DELETE FROM lines WHERE text = ?");
  db.requiringSpace(() => addLine("before"));
  db.assertSpace();
  space.isLow = true;
  const full = expect.objectContaining({ reason: "full" });
  expect(() => db.requiringSpace(() => addLine("more"))).toThrow(full);
  expect(() => db.requiringSpace(() => replace.run())).toThrow(full);
  expect(() => db.assertSpace()).toThrow(full);
  expect([
    db.isRequiringSpace(),
    db.requiringSpace(() => db.requiringSpace(() => true) && db.isRequiringSpace()),
  ]).toEqual([false, true]);
  db.requiringSpace(() => {
    rename.run("after", "before");
    small.run();
  });
  addLine("the server's own");
  expect(lines()).toEqual(["after", "small", "the server's own"]);
  db.requiringSpace(() => remove.run("after"));
  expect(lines()).toEqual(["small", "the server's own"]);
  space.isExhausted = true;
  expect(() => db.requiringSpace(() => remove.run("small"))).toThrow(full);
  remove.run("small");
  await db.close();
});

test("written bytes are counted, so that the disk is looked at in time", async () => {
  let bytes = 0;
  const wrote = (more: number): void => {
    bytes += more;
  };
  const { db, addLine } = openLines(":memory:", {
    space: { isLow: false, isExhausted: false, wrote, refused: () => {} },
  });
  addLine("x".repeat(1000));
  db.write("INSERT INTO lines (text) VALUES (hex(?))").run(new Uint8Array(500));
  expect(bytes).toBe(1500);
  await db.close();
});
