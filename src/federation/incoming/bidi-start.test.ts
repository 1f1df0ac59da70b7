/** XEP-0288, XEP-0198 §5: when stanzas are first sent over a stream of another server. */
import { expect, test } from "bun:test";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import type { DomainPair } from "../domain-pair.ts";
import { BidiStart } from "./bidi-start.ts";

const pairOf = (remote: string): DomainPair => ({ local: "here.example", remote });

/** `awaited`: the domains of which a stream may still be resumed. */
function setUp(...awaited: string[]) {
  const clock = manualClock();
  const started: string[] = [];
  const released: string[] = [];
  const resumableStreams = {
    isAwaited: ({ remote }: DomainPair) => awaited.includes(remote),
    releaseAll: ({ remote }: DomainPair) => {
      released.push(remote);
      awaited.splice(0, awaited.length, ...awaited.filter((one) => one !== remote));
    },
  };
  const bidiStart = new BidiStart({
    resumableStreams,
    clock,
    start: ({ remote }) => void started.push(remote),
  });
  bidiStart.add(pairOf("a.example"));
  return { clock, bidiStart, started, released, awaited };
}

test("a peer that sends nothing is waited for a second", () => {
  const { clock, bidiStart, started } = setUp();
  bidiStart.peerReady();
  clock.advance(999);
  expect(started).toEqual([]);
  clock.advance(1);
  expect(started).toEqual(["a.example"]);
  bidiStart.add(pairOf("b.example"));
  bidiStart.peerReady();
  expect(started).toEqual(["a.example", "b.example"]);
});

test("the second begins anew with each pair; an element ends it; each pair is started once", () => {
  const { clock, bidiStart, started } = setUp();
  bidiStart.peerReady();
  clock.advance(600);
  bidiStart.peerReady();
  clock.advance(600);
  expect(started).toEqual([]);
  bidiStart.start();
  clock.advance(10_000);
  expect(started).toEqual(["a.example"]);
});

test("a peer that sends something else than <resume/> resumes nothing; until then other pairs wait", () => {
  const begins = setUp("a.example", "other.example");
  begins.bidiStart.peerStartedAnew();
  expect([begins.released, begins.awaited, begins.started]).toEqual([["a.example"], ["other.example"], ["a.example"]]);
  const goesOn = setUp("a.example");
  goesOn.bidiStart.add(pairOf("b.example"));
  goesOn.bidiStart.start();
  expect([goesOn.released, goesOn.started]).toEqual([[], ["b.example"]]);
  goesOn.awaited.length = 0;
  goesOn.bidiStart.start();
  expect(goesOn.started).toEqual(["b.example", "a.example"]);
});

test("over a stream that has ended nothing is started", () => {
  const { clock, bidiStart, started } = setUp();
  bidiStart.peerReady();
  bidiStart.stop();
  clock.advance(10_000);
  bidiStart.start();
  expect(started).toEqual([]);
});
