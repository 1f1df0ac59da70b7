/** What was sent over a stream of the other server's (XEP-0288) when this server broke down, in the next life of it. */
import { expect, test } from "bun:test";
import {
  bodies,
  established,
  type OutgoingTrial,
  type OutgoingTrialOptions,
  outgoingTrial,
} from "../../../tests/support/federation/outgoing-trial.ts";
import type { BidiStream, ResumeRequest } from "../bidi-stream.ts";

const PAIR = { local: "capulet.example", remote: "montague.example" };

/** A stream of theirs that can be resumed, and what goes over it. */
function theirs(id: string, told?: ResumeRequest): { readonly carrier: BidiStream; readonly sent: string[] } {
  const sent: string[] = [];
  const carrier: BidiStream = {
    ...{ isManaged: true, isResumable: true, id, resumeRequest: told },
    send: (stanza, _, remembered) => {
      sent.push(stanza.toString());
      remembered?.store(sent.length);
    },
    whenDrained: () => {},
    end: () => {},
  };
  return { carrier, sent };
}

/** Three messages have left over a stream of theirs, "sm1", and nobody knows what has arrived. */
async function brokenDown(options: OutgoingTrialOptions = {}): Promise<OutgoingTrial> {
  const trial = outgoingTrial(options);
  const { carrier, sent } = theirs("sm1");
  trial.outgoing.addBidiStream(PAIR, carrier);
  trial.sendMessages(1, 3);
  await trial.settled();
  expect(bodies(sent.join(""))).toEqual(["1", "2", "3"]);
  const again = trial.restart();
  again.outgoing.start();
  again.sendMessages(4, 1);
  await again.settled();
  return again;
}

const returned = async (told?: ResumeRequest): Promise<string> => {
  const again = await brokenDown();
  expect(again.pendingDials).toBe(0);
  const { carrier, sent } = theirs("sm2", told);
  again.outgoing.addBidiStream(PAIR, carrier);
  await again.settled();
  return sent.join("");
};

test("XEP-0198 §5: who comes back and tells what has reached it is sent the rest, which says that it is late (XEP-0203)", async () => {
  const sent = await returned({ previd: "sm1", h: 2 });
  expect(bodies(sent)).toEqual(["3", "4"]);
  expect(sent).toMatch(/<body>3<\/body><delay /);
});

test("who tells of another stream, or of none, or of more than was sent, is sent everything again in order", async () => {
  for (const told of [{ previd: "sm0", h: 3 }, undefined, { previd: "sm1", h: 2 ** 31 + 1 }])
    expect(bodies(await returned(told))).toEqual(["1", "2", "3", "4"]);
});

test("who does not come back is called", async () => {
  const again = await brokenDown();
  again.clock.advance(29_999);
  await again.settled();
  expect(again.pendingDials).toBe(0);
  again.clock.advance(1);
  expect(bodies((await established(again)).receives())[0]).toBe("1");
});

test("who is back before what has waited is read hears nothing until then, and then the rest in order", async () => {
  const again = await brokenDown({ isSlow: true });
  const next = again.restart();
  next.outgoing.start();
  const { carrier, sent } = theirs("sm2", { previd: "sm1", h: 2 });
  next.outgoing.addBidiStream(PAIR, carrier);
  next.sendMessages(5, 1);
  expect(sent).toEqual([]);
  for (let n = 0; n < 3; n++) await next.settled();
  expect(bodies(sent.join(""))).toEqual(["3", "4", "5"]);
  expect(next.pendingDials).toBe(0);
});

test("where nothing of what waits was sent over it, nobody is waited for", async () => {
  const trial = outgoingTrial();
  const { carrier } = theirs("sm1");
  trial.outgoing.addBidiStream(PAIR, carrier);
  trial.sendMessages(1, 1);
  await trial.settled();
  trial.db.write("UPDATE waiting_stanza SET number = 0").run();
  const again = trial.restart();
  again.outgoing.start();
  expect(bodies((await established(again)).receives())).toEqual(["1"]);
});

test("XEP-0288: where we call in vain, the stream that they have opened meanwhile takes what waits", async () => {
  const trial = outgoingTrial();
  trial.sendMessages(1, 1);
  const call = await trial.nextDial();
  const { carrier, sent } = theirs("sm1");
  trial.outgoing.addBidiStream(PAIR, carrier);
  await trial.settled();
  expect(sent).toEqual([]);
  call.refuse();
  await trial.settled();
  expect(bodies(sent.join(""))).toEqual(["1"]);
});
