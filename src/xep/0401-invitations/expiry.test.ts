import { expect, test } from "bun:test";
import { DAY, HOUR } from "../../clock.ts";
import { memoryDatabase } from "../../server/testing.ts";
import { deleteExpired } from "./expiry.ts";
import type { Invitation } from "./invitation.ts";
import { invitationTables, openInvitationStore } from "./invitation-store.ts";
import { hashOf, newToken } from "./token.ts";

const START = Date.parse("2026-11-30T12:00:00Z");

function expiring(count: number, expires: number) {
  const db = memoryDatabase({ invitations: invitationTables });
  const store = openInvitationStore(db);
  const clock = { now: START, isDoubtful: false };
  let next: (() => void) | undefined;
  for (let index = 0; index < count; index++) {
    const who = { by: undefined, inviter: undefined, name: undefined, circle: undefined, note: undefined };
    const invitation: Invitation = {
      ...{ id: `i${index}`, kind: "account", domain: "localhost", isAdministrator: false, ...who },
      ...{ uses: 1, usesLeft: 1, created: START, expires },
    };
    store.insert(invitation, hashOf(newToken()) ?? new Uint8Array());
  }
  deleteExpired({
    store,
    now: () => clock.now,
    isClockDoubtful: () => clock.isDoubtful,
    schedule: (_, callback) => {
      next = callback;
    },
  });
  const left = (): number => store.open(0).length;
  /** The next step; how many are left after it. */
  const step = (): number => {
    next?.();
    return left();
  };
  return { clock, left, step };
}

test("what has expired is deleted an hour later, in portions", () => {
  const { clock, step } = expiring(250, START + DAY);
  clock.now = START + DAY + HOUR - 1;
  expect(step()).toBe(250);
  clock.now += 1;
  expect([step(), step(), step(), step()]).toEqual([150, 50, 0, 0]);
});

test("nothing is deleted while the clock is doubted", () => {
  const { clock, step } = expiring(1, START + DAY);
  clock.now = START + 10 * 365 * DAY;
  clock.isDoubtful = true;
  expect([step(), step()]).toEqual([1, 1]);
  clock.isDoubtful = false;
  expect(step()).toBe(0);
});
