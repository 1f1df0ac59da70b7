/** What was sent over a stream of the other server (XEP-0288) before a crash of this server. */
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

/** A resumable stream of the other server, and what is sent over it. */
function peerStream(id: string, request?: ResumeRequest): { readonly stream: BidiStream; readonly sent: string[] } {
  const sent: string[] = [];
  const stream: BidiStream = {
    ...{ isManaged: true, isResumable: true, id, resumeRequest: request },
    send: (stanza, _, number) => {
      sent.push(stanza.toString());
      number?.store(sent.length);
    },
    whenDrained: () => {},
    end: () => {},
  };
  return { stream, sent };
}

/** A restarted server: three messages were sent over the stream "sm1" and are not confirmed. */
async function afterCrash(options: OutgoingTrialOptions = {}): Promise<OutgoingTrial> {
  const trial = outgoingTrial(options);
  const { stream, sent } = peerStream("sm1");
  trial.outgoing.addBidiStream(PAIR, stream);
  trial.sendMessages(1, 3);
  await trial.settled();
  expect(bodies(sent.join(""))).toEqual(["1", "2", "3"]);
  const again = trial.restart();
  again.outgoing.start();
  again.sendMessages(4, 1);
  await again.settled();
  return again;
}

const sentAfterReturn = async (request?: ResumeRequest): Promise<string> => {
  const again = await afterCrash();
  expect(again.pendingDials).toBe(0);
  const { stream, sent } = peerStream("sm2", request);
  again.outgoing.addBidiStream(PAIR, stream);
  await again.settled();
  return sent.join("");
};

test("XEP-0198 §5: a peer that asks to resume is sent what its h does not count, with a delay stamp (XEP-0203)", async () => {
  const sent = await sentAfterReturn({ previd: "sm1", h: 2 });
  expect(bodies(sent)).toEqual(["3", "4"]);
  expect(sent).toMatch(/<body>3<\/body><delay /);
});

test("a peer that asks to resume another stream, or none, or with an h that is too high is sent everything in order", async () => {
  for (const request of [{ previd: "sm0", h: 3 }, undefined, { previd: "sm1", h: 2 ** 31 + 1 }])
    expect(bodies(await sentAfterReturn(request))).toEqual(["1", "2", "3", "4"]);
});

test("after thirty seconds without the peer a connection is made", async () => {
  const again = await afterCrash();
  again.clock.advance(29_999);
  await again.settled();
  expect(again.pendingDials).toBe(0);
  again.clock.advance(1);
  expect(bodies((await established(again)).receives())[0]).toBe("1");
});

test("a peer that is back before the store is read gets nothing until then, and then the rest in order", async () => {
  const again = await afterCrash({ isSlow: true });
  const next = again.restart();
  next.outgoing.start();
  const { stream, sent } = peerStream("sm2", { previd: "sm1", h: 2 });
  next.outgoing.addBidiStream(PAIR, stream);
  next.sendMessages(5, 1);
  expect(sent).toEqual([]);
  for (let n = 0; n < 3; n++) await next.settled();
  expect(bodies(sent.join(""))).toEqual(["3", "4", "5"]);
  expect(next.pendingDials).toBe(0);
});

test("where nothing that waits was sent over it, the peer is not awaited", async () => {
  const trial = outgoingTrial();
  const { stream } = peerStream("sm1");
  trial.outgoing.addBidiStream(PAIR, stream);
  trial.sendMessages(1, 1);
  await trial.settled();
  trial.db.write("UPDATE waiting_stanza SET number = 0").run();
  const again = trial.restart();
  again.outgoing.start();
  expect(bodies((await established(again)).receives())).toEqual(["1"]);
});

test("XEP-0288: after a failed attempt, a stream that the peer has opened meanwhile is used", async () => {
  const trial = outgoingTrial();
  trial.sendMessages(1, 1);
  const call = await trial.nextDial();
  const { stream, sent } = peerStream("sm1");
  trial.outgoing.addBidiStream(PAIR, stream);
  await trial.settled();
  expect(sent).toEqual([]);
  call.refuse();
  await trial.settled();
  expect(bodies(sent.join(""))).toEqual(["1"]);
});
