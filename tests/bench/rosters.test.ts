import { expect, test } from "bun:test";
import type { Rosters } from "../support/peers/peer.ts";
import { between, numbered, ring } from "./rosters.ts";

function expectMutual(rosters: Rosters): void {
  for (const [account, contacts] of rosters)
    for (const contact of contacts) expect(rosters.get(contact)).toContain(account);
}

test("in a ring everybody has as many contacts, each of them once, and is known by them", () => {
  const rosters = ring("friend", 30, 20);
  expect(rosters.size).toBe(30);
  for (const [account, contacts] of rosters) {
    expect(new Set(contacts).size).toBe(20);
    expect(contacts).not.toContain(account);
  }
  expectMutual(rosters);
});

test("between several and many, everybody knows all of the others and none of their own", () => {
  const rosters = between(numbered("known", 2), numbered("away", 3));
  expect(rosters.get("known1")).toEqual(["away0", "away1", "away2"]);
  expect(rosters.get("away2")).toEqual(["known0", "known1"]);
  expectMutual(rosters);
});
