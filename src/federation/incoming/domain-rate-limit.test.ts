/** Elements that are not stanzas count for the rate of their domain, too. */
import { expect, test } from "bun:test";
import { authenticated, header, incomingTrial } from "../../../tests/support/federation/incoming-trial.ts";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";

test.each([
  ["XEP-0198's elements", '<r xmlns="urn:xmpp:sm:3"/>'],
  ["verify requests of dialback", '<db:verify from="capulet.example" to="montague.example" id="1">x</db:verify>'],
])("%s beyond a domain's rate: its streams are read more slowly", (_, element) => {
  const clock = manualClock();
  const trial = incomingTrial({ clock, rate: 1000 });
  const peers = [authenticated(trial), authenticated(trial)];
  for (const peer of peers) for (let n = 0; n < 5; n++) peer.sends(element);
  expect(peers.map(({ isPaused }) => isPaused)).toEqual([false, false]);
  for (const peer of peers) for (let n = 0; n < 60; n++) peer.sends(element);
  expect(peers.map(({ isPaused }) => isPaused)).toEqual([true, true]);
  for (let n = 0; n < 200; n++) clock.advance(10_000);
  expect(peers.map(({ isPaused }) => isPaused)).toEqual([false, false]);
});

test("on a stream that is verified for nothing, the number of dialback keys is limited", () => {
  const trial = incomingTrial();
  const peer = trial.connect();
  const key = (n: number): string => `<db:verify from="a${n}.example" to="montague.example" id="1">x</db:verify>`;
  peer.sends(header());
  for (let n = 0; n < 200 && !peer.isClosed; n++) peer.sends(key(n));
  expect(peer.receives()).toContain("<policy-violation ");
});
