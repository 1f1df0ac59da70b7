import { describe, expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { stanza, testRouter } from "./testing.ts";

function play() {
  const stage = testRouter();
  return { ...stage, juliet: stage.enter("juliet@localhost/balcony", 0) };
}

describe("XEP-0198 §5: messages that a session has not acknowledged before it ended", () => {
  test("are stored offline, unless another session is available", () => {
    const { router, sessions, juliet } = play();
    const kept: string[] = [];
    router.offlineStores.push(({ stanza }) => kept.push(stanza.id ?? "") > 0);
    const lost = parseElement("<message type='chat' id='m' from='romeo@localhost/orchard' to='juliet@localhost'/>");
    router.redeliver(lost, "juliet@localhost");
    expect(kept).toEqual([]);
    sessions.remove(juliet);
    router.redeliver(lost, "juliet@localhost");
    expect(kept).toEqual(["m"]);
  });

  test("are not kept for an account that is gone", () => {
    const { router } = testRouter();
    router.offlineStores.push(() => {
      throw new Error("nothing is to be stored");
    });
    const lost = parseElement("<message type='chat' id='m' from='romeo@localhost/orchard' to='gone@localhost'/>");
    expect(() => router.redeliver(lost, "gone@localhost")).not.toThrow();
  });

  test("go to the sessions that have come since that session ended, and are not stored then", async () => {
    const { router, juliet, enter, committed } = play();
    router.offlineStores.push(() => {
      throw new Error("nothing is to be stored");
    });
    const late = enter("juliet@localhost/late", 0);
    const lost = parseElement("<message type='chat' id='m' from='romeo@localhost/orchard' to='juliet@localhost'/>");
    router.redeliver(lost, "juliet@localhost", lost, new Set([juliet]));
    await committed();
    expect([juliet.received.length, late.received.length]).toEqual([0, 1]);
  });

  test("errors, presence and iqs are not redelivered", () => {
    const { router, sessions, juliet } = play();
    sessions.remove(juliet);
    router.offlineStores.push(() => {
      throw new Error("nothing is to be stored");
    });
    for (const text of ["<message type='error'/>", "<presence/>", "<iq type='get' id='1'/>"]) {
      const lost = parseElement(text.replace("/>", " from='romeo@localhost/orchard' to='juliet@localhost/balcony'/>"));
      expect(() => router.redeliver(lost, "juliet@localhost")).not.toThrow();
    }
  });

  test("go to the sessions that were available and got neither the message nor a copy", async () => {
    const { router, juliet, enter, committed } = play();
    const [copied, left] = [enter("juliet@localhost/copied", 0), enter("juliet@localhost/left", 0)];
    router.inbound.add({ copy: ({ reached }) => void reached?.add(copied) });
    const message = stanza("romeo@localhost/orchard", "<message type='chat' id='m' to='juliet@localhost/balcony'/>");
    router.receive(message);
    await committed();
    expect([juliet, copied, left].map(({ received }) => received.length)).toEqual([1, 0, 0]);
    router.redeliver(message.xml, "juliet@localhost");
    await committed();
    expect([juliet, copied, left].map(({ received }) => received.length)).toEqual([1, 0, 1]);
  });
});
