import { expect, test } from "bun:test";
import { testArchive } from "./testing.ts";
import { Tidying } from "./tidying.ts";

const ROMEO = "romeo@localhost";
const JULIET = "juliet@localhost";
const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };
const HOUR = 3_600_000;

function kept(keep: number) {
  const archive = testArchive();
  const clock = { now: 0 };
  const tidying = new Tidying({ ...archive, keep, now: () => clock.now });
  /** A message at this time, in milliseconds. */
  const say = (time: number, account = ROMEO): void => archive.say(time * 1000, account, JULIET, "light");
  const left = (account = ROMEO): number => archive.finding.count(account, ALL) ?? Number.NaN;
  const indexed = (): number => archive.index.find([], "light", ALL, 10_000, "oldest").length;
  return { ...archive, clock, tidying, say, left, indexed };
}

test("XEP-0313 §3.2: 'Any such deleted messages MUST be the oldest in the archive', at the age that was set", () => {
  const archive = kept(10 * HOUR);
  for (const hour of [1, 2, 3]) archive.say(hour * HOUR);
  archive.tidying.begin();
  archive.clock.now = 12 * HOUR;
  archive.pass(HOUR - 1);
  expect(archive.finding.page(ROMEO, ALL, 9, "oldest").messages.map(({ id }) => id / 1000 / HOUR)).toEqual([2, 3]);
});

test("what was indexed of it goes with it, and what was not, too", () => {
  const archive = kept(HOUR);
  archive.say(1);
  archive.indexing.caughtUp();
  archive.say(2);
  archive.clock.now = 2 * HOUR;
  archive.tidying.begin();
  archive.pass(20);
  archive.indexing.caughtUp();
  expect([archive.left(), archive.indexed()]).toEqual([0, 0]);
});

test("many go in steps, between which the server does other things; and it looks again an hour later", () => {
  const archive = kept(HOUR);
  for (let time = 1; time <= 1000; time++) archive.say(time);
  archive.clock.now = 2 * HOUR;
  archive.tidying.begin();
  archive.pass(0);
  expect(archive.left()).toBe(800);
  archive.pass(20);
  expect(archive.left()).toBe(0);
  expect(archive.delays()).toContain(HOUR);
});

test("kept for ever, nothing goes, and nobody looks", () => {
  const archive = kept(Number.POSITIVE_INFINITY);
  archive.say(1);
  archive.clock.now = 1e15;
  archive.tidying.begin();
  archive.pass(20);
  expect(archive.left()).toBe(1);
  expect(archive.delays()).not.toContain(HOUR);
});

test("an account that is gone has no archive at once, and leaves nothing after some steps; others keep theirs", () => {
  const archive = kept(Number.POSITIVE_INFINITY);
  for (let time = 1; time <= 500; time++) archive.say(time);
  archive.say(501, "nurse@localhost");
  archive.indexing.caughtUp();
  archive.tidying.forget(ROMEO);
  expect(archive.left()).toBe(0);
  expect(archive.finding.ends(ROMEO)).toBeUndefined();
  archive.say(502);
  expect(archive.left()).toBe(1);
  archive.pass(20);
  archive.indexing.caughtUp();
  expect([archive.left(), archive.left("nurse@localhost"), archive.indexed()]).toEqual([1, 1, 2]);
  expect(archive.addresses.abandoned()).toBeUndefined();
});

test("a removal that was cut short goes on at the next start", () => {
  const archive = kept(Number.POSITIVE_INFINITY);
  for (let time = 1; time <= 500; time++) archive.say(time);
  archive.tidying.forget(ROMEO);
  const again = new Tidying({ ...archive, keep: Number.POSITIVE_INFINITY, now: () => 0 });
  again.begin();
  archive.pass(20);
  expect(archive.messages.newest()).toBe(0);
  expect(archive.addresses.abandoned()).toBeUndefined();
});
