import { expect, test } from "bun:test";
import { printUsers } from "./list.ts";

const CREATED = Date.UTC(2026, 10, 22);
const users = [
  { jid: "alice@example.com", created: CREATED, admin: true, bytes: 4_234_000 },
  { jid: "bob@example.com", created: CREATED, admin: false, bytes: 312 },
];

test("a line for each account: address, size, creation date, administrator", () => {
  expect(printUsers(users, "en")).toBe(
    `alice@example.com  4.2 MB  since 2026-11-22  administrator
bob@example.com     312 B  since 2026-11-22`,
  );
  expect(printUsers([], "en")).toContain("jabber-home user add");
});
