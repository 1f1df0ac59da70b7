/** A domain that the policy does not allow any more: neither an open stream nor one that could be resumed is used. */
import { expect, test } from "bun:test";
import {
  bodies,
  EXTERNAL,
  headerWithFeatures,
  managedStream,
  outgoingTrial,
} from "../../../tests/support/federation/outgoing-trial.ts";
import { inDoubt } from "../../../tests/support/federation/trial-deps.ts";

/** A server whose policy turns against the other one when it is told so. */
function setUp() {
  let isBlocked = false;
  const trial = outgoingTrial({ policy: { isBlocked: () => isBlocked } });
  const turn = (to: boolean): void => {
    isBlocked = to;
  };
  return { trial, turn };
}

const HOUR = 3_600_000;

test.each([false, true])(
  "a resumable stream is ended, and what is unconfirmed is bounced (XEP-0288: %p)",
  async (bidi) => {
    const { trial, turn } = setUp();
    trial.sendMessages(1, 2);
    const peer = await managedStream(trial, "sm1", bidi);
    turn(true);
    trial.outgoing.revalidate();
    await trial.settled();
    expect(peer.isClosed).toBe(true);
    expect(peer.receives()).toContain("<policy-violation ");
    expect(trial.bounced).toHaveLength(2);
    expect(trial.bounced[0]).toContain("<not-allowed ");
    trial.clock.advance(HOUR);
    await trial.settled();
    expect(trial.pendingDials).toBe(0);
    expect(trial.outgoing.routes()).toEqual([]);
  },
);

test("an attempt that is under way is aborted", async () => {
  const { trial, turn } = setUp();
  trial.sendMessages(1, 1);
  const { order } = await trial.nextDial();
  turn(true);
  trial.outgoing.revalidate();
  await trial.settled();
  expect(order.signal.aborted).toBe(true);
  expect(trial.bounced).toHaveLength(1);
  trial.clock.advance(HOUR);
  await trial.settled();
  expect(trial.pendingDials).toBe(0);
});

test("what was stored before a restart with another policy is bounced", async () => {
  const { trial, turn } = setUp();
  trial.sendMessages(1, 2);
  await managedStream(trial, "sm1", true);
  turn(true);
  const again = trial.restart();
  again.outgoing.start();
  await again.settled();
  again.clock.advance(HOUR);
  await again.settled();
  expect(again.pendingDials).toBe(0);
  expect(again.bounced).toHaveLength(2);
});

test("a domain that is allowed again is reached again", async () => {
  const { trial, turn } = setUp();
  trial.sendMessages(1, 1);
  await managedStream(trial);
  turn(true);
  trial.outgoing.revalidate();
  await trial.settled();
  turn(false);
  trial.sendMessages(2, 1);
  const peer = await managedStream(trial, "sm2");
  expect(bodies(peer.receives())).toEqual(["2"]);
});

test("RFC 6120 §13.7.2.3: a session is closed within an hour after the certificate has expired, and nothing is lost", async () => {
  const expired = new Set<string>();
  const trial = outgoingTrial({ expired, limits: { idleTime: 10 * HOUR } });
  trial.outgoing.start();
  trial.sendMessages(1, 1);
  const peer = await managedStream(trial, "sm1");
  peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
  trial.clock.advance(HOUR);
  await trial.settled();
  expect(peer.receives()).not.toContain("</stream:stream>");
  expired.add("montague.example");
  trial.clock.advance(HOUR);
  await trial.settled();
  expect(peer.receives()).toEndWith("</stream:stream>");
  trial.sendMessages(2, 1);
  peer.sends("</stream:stream>");
  await trial.settled();
  expired.clear();
  trial.clock.advance(2_000);
  const next = await managedStream(trial, "sm2");
  expect(bodies(next.receives())).toEqual(["2"]);
});

test("§8.3.3.17: where it seems to have expired by a clock that is in doubt, senders are told after queue_time, and the report tells at once", async () => {
  const expired = new Set([inDoubt("montague.example")]);
  const trial = outgoingTrial({ expired, limits: { queueTime: 600_000 } });
  trial.sendMessages(1, 1);
  let attempts = 0;
  for (let second = 0; second <= 720 && trial.bounced.length === 0; second++) {
    if (trial.pendingDials > 0) {
      attempts += 1;
      const peer = (await trial.nextDial()).accept();
      await trial.settled();
      peer.sends(headerWithFeatures(EXTERNAL));
      await trial.settled();
      expect(trial.outgoing.routes()).toMatchObject([
        { problem: "it seems to be over", obstacle: { kind: "certificate", detail: "expired" } },
      ]);
    }
    if (second < 600) expect(trial.bounced).toEqual([]);
    trial.clock.advance(1_000);
    await trial.settled();
  }
  expect(attempts).toBeGreaterThan(5);
  expect(trial.bounced).toEqual([expect.stringContaining("montague.example cannot be reached: it seems to be over")]);
  expect(trial.bounced[0]).toContain("<remote-server-timeout ");
});
