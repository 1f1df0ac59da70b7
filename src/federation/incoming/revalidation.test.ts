/** Open streams that would not be accepted any more are ended: policies change, and certificates expire. */
import { describe, expect, test } from "bun:test";
import { authenticated, header, incomingTrial } from "../../../tests/support/federation/incoming-trial.ts";
import { inDoubt } from "../../../tests/support/federation/trial-deps.ts";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";

test("the streams of a domain that is blocked are ended", () => {
  const blocked = new Set<string>();
  const trial = incomingTrial({ policy: { isBlocked: (domain) => blocked.has(domain) } });
  const peer = authenticated(trial);
  trial.incoming.revalidate();
  expect(peer.isClosed).toBe(false);
  blocked.add("capulet.example");
  trial.incoming.revalidate();
  expect(peer.receives()).toContain("policy-violation");
  const again = trial.connect(["capulet.example"]);
  again.sends(header());
  expect(again.receives()).toContain("policy-violation");
});

describe('RFC 6120 §13.7.2.3: "close the stream when any such certificate expires, with a stream error of <reset/>"', () => {
  const HOUR = 3_600_000;

  test("is done within an hour", async () => {
    const expired = new Set<string>();
    const clock = manualClock();
    const trial = incomingTrial({ expired, clock });
    const peer = authenticated(trial);
    peer.sends(`<enable xmlns="urn:xmpp:sm:3"/>`);
    await trial.settled();
    clock.advance(HOUR);
    await trial.settled();
    expect(peer.isClosed).toBe(false);
    expired.add("capulet.example");
    clock.advance(HOUR);
    await trial.settled();
    expect(peer.receives()).toContain("<reset ");
    expect(peer.isClosed).toBe(true);
  });

  test("is not done by a clock that is in doubt", async () => {
    const clock = manualClock();
    const expired = new Set<string>();
    const trial = incomingTrial({ expired, clock });
    const peer = authenticated(trial);
    peer.sends(`<enable xmlns="urn:xmpp:sm:3"/>`);
    expired.add(inDoubt("capulet.example"));
    clock.advance(HOUR);
    await trial.settled();
    expect(peer.isClosed).toBe(false);
    expired.delete(inDoubt("capulet.example"));
    expired.add("capulet.example");
    clock.advance(HOUR);
    await trial.settled();
    expect(peer.receives()).toContain("<reset ");
  });

  test("what a peer without XEP-0198 has sent by then still arrives", async () => {
    const expired = new Set<string>();
    const trial = incomingTrial({ expired });
    const peer = authenticated(trial);
    expired.add("capulet.example");
    trial.incoming.revalidate();
    expect(peer.receives()).toEndWith("</stream:stream>");
    peer.sends(
      `<message from="romeo@capulet.example/x" to="juliet@montague.example"><body>late</body></message></stream:stream>`,
    );
    await trial.settled();
    expect(trial.arrived).toHaveLength(1);
    expect(peer.isClosed).toBe(true);
  });

  test("is not done where no certificate is needed", () => {
    const expired = new Set<string>();
    const trial = incomingTrial({ expired, policy: { unverified: ["capulet.example"] } });
    const peer = authenticated(trial);
    expired.add("capulet.example");
    trial.incoming.revalidate();
    expect(peer.isClosed).toBe(false);
  });
});
