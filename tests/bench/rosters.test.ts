import { expect, test } from "bun:test";
import type { Rosters } from "../support/peers/peer.ts";
import { bipartite, numbered, ring } from "./rosters.ts";

function expectMutual(rosters: Rosters): void {
  for (const [account, contacts] of rosters)
    for (const contact of contacts) expect(rosters.get(contact)).toContain(account);
}

test("in a ring each account has the same number of contacts, each once, and subscriptions are mutual", () => {
  const rosters = ring("friend", 30, 20);
  expect(rosters.size).toBe(30);
  for (const [account, contacts] of rosters) {
    expect(new Set(contacts).size).toBe(20);
    expect(contacts).not.toContain(account);
  }
  expectMutual(rosters);
});

test("bipartite: each account has all accounts of the other side, and none of its own", () => {
  const rosters = bipartite(numbered("known", 2), numbered("away", 3));
  expect(rosters.get("known1")).toEqual(["away0", "away1", "away2"]);
  expect(rosters.get("away2")).toEqual(["known0", "known1"]);
  expectMutual(rosters);
});
