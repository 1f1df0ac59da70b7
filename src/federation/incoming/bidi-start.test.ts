/** XEP-0288, XEP-0198 §5: what we send over a stream that another server has opened waits until that server has said how it goes on. */
import { expect, test } from "bun:test";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import type { DomainPair } from "../domain-pair.ts";
import { BidiStart } from "./bidi-start.ts";

const pairOf = (remote: string): DomainPair => ({ local: "here.example", remote });

/** `held`: the domains for which something waits that was sent over a stream before. */
function play(...held: string[]) {
  const clock = manualClock();
  const opened: string[] = [];
  const given: string[] = [];
  const suspension = {
    isAwaited: ({ remote }: DomainPair) => held.includes(remote),
    releaseAll: ({ remote }: DomainPair) => {
      given.push(remote);
      held.splice(0, held.length, ...held.filter((one) => one !== remote));
    },
  };
  const opening = new BidiStart({
    resumableStreams: suspension,
    clock,
    start: ({ remote }) => void opened.push(remote),
  });
  opening.add(pairOf("a.example"));
  return { clock, opening, opened, given, held };
}

test("a peer that says nothing is waited for a second, and no longer", () => {
  const { clock, opening, opened } = play();
  opening.peerReady();
  clock.advance(999);
  expect(opened).toEqual([]);
  clock.advance(1);
  expect(opened).toEqual(["a.example"]);
  opening.add(pairOf("b.example"));
  opening.peerReady();
  expect(opened).toEqual(["a.example", "b.example"]);
});

test("the second begins anew with each pair; a word ends it, and nothing is opened twice", () => {
  const { clock, opening, opened } = play();
  opening.peerReady();
  clock.advance(600);
  opening.peerReady();
  clock.advance(600);
  expect(opened).toEqual([]);
  opening.start();
  clock.advance(10_000);
  expect(opened).toEqual(["a.example"]);
});

test("a peer that begins anew gives up what it could have resumed; one that goes on may still resume it", () => {
  const begins = play("a.example", "other.example");
  begins.opening.peerStartedAnew();
  expect([begins.given, begins.held, begins.opened]).toEqual([["a.example"], ["other.example"], ["a.example"]]);
  const goesOn = play("a.example");
  goesOn.opening.add(pairOf("b.example"));
  goesOn.opening.start();
  expect([goesOn.given, goesOn.opened]).toEqual([[], ["b.example"]]);
  goesOn.held.length = 0;
  goesOn.opening.start();
  expect(goesOn.opened).toEqual(["b.example", "a.example"]);
});

test("over a stream that is gone nothing is opened", () => {
  const { clock, opening, opened } = play();
  opening.peerReady();
  opening.stop();
  clock.advance(10_000);
  opening.start();
  expect(opened).toEqual([]);
});
