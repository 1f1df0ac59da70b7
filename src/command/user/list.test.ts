import { expect, test } from "bun:test";
import { WORDS } from "../words.ts";
import { printUsers } from "./list.ts";

const CREATED = Date.UTC(2026, 10, 22);
const users = [
  { jid: "alice@example.com", created: CREATED, admin: true, bytes: 4_234_000 },
  { jid: "bob@example.com", created: CREATED, admin: false, bytes: 312 },
];

test("a line each: who, how much is kept, since when, and who administers", () => {
  expect(printUsers(users, WORDS.en)).toBe(
    `alice@example.com  4.2 MB  since 2026-11-22  administrator
bob@example.com     312 B  since 2026-11-22`,
  );
  expect(printUsers([], WORDS.en)).toContain("jabber-home user add");
});

test("sizes are short, in the language of who reads them", () => {
  const sizes = [0, 999, 1000, 9_940, 12_345, 123_456_789, 5_000_000_000, 12_000_000_000_000];
  expect(sizes.map(WORDS.en.size)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "9.9 kB",
    "12 kB",
    "123 MB",
    "5.0 GB",
    "12000 GB",
  ]);
  expect(WORDS.fr.size(4_234_000)).toMatch(/^4,2\sMo$/);
});
