import { expect, test } from "bun:test";
import { printUsers } from "./list.ts";

const CREATED = Date.UTC(2026, 10, 22);
const users = [
  { jid: "alice@example.com", created: CREATED, admin: true, disabled: false, bytes: 4_234_000, apps: 2 },
  { jid: "bob@example.com", created: CREATED, admin: false, disabled: true, bytes: 312, apps: 0, lastSeen: CREATED },
  { jid: "cy@example.com", created: CREATED, admin: false, disabled: false, bytes: 0, apps: 0 },
];

test("a line for each account: address, size, creation date, when it was here, administrator, disabled", () => {
  expect(printUsers(users, "en")).toBe(
    `alice@example.com  4.2 MB  since 2026-11-22  here now
bob@example.com     312 B  since 2026-11-22  seen on 2026-11-22  disabled
cy@example.com        0 B  since 2026-11-22  never signed in`.replace("here now", "here now            administrator"),
  );
  expect(printUsers([], "en")).toContain("jabber-home user add");
});
