/** What is sent when the server stops, and after it has started again. */
import { describe, expect, test } from "bun:test";
import {
  bodies,
  established,
  managedStream,
  message,
  outgoingTrial,
} from "../../../tests/support/federation/outgoing-trial.ts";

const gone = '<presence from="juliet@capulet.example/balcony" to="romeo@montague.example" type="unavailable"/>';
const rows = ({ db }: ReturnType<typeof outgoingTrial>): number =>
  db.read<{ n: number }>("SELECT count(*) AS n FROM waiting_stanza").get()?.n ?? 0;

describe("RFC 6121 §4.5.3: unavailable presence of a stop", () => {
  test("is sent before the server stops, where nothing else is queued", async () => {
    const trial = outgoingTrial();
    trial.send(gone);
    await trial.settled();
    let hasStopped = false;
    const stopping = trial.outgoing.stop().then(() => {
      hasStopped = true;
    });
    const peer = await established(trial);
    await trial.settled();
    expect(peer.receives()).toMatch(/type="unavailable".*<\/stream:stream>$/);
    expect(hasStopped).toBe(false);
    peer.sends("</stream:stream>");
    await stopping;
    expect(rows(trial)).toBe(0);
  });

  test("is sent first after the restart, where the other server does not answer in time", async () => {
    const trial = outgoingTrial();
    trial.send(gone);
    await trial.nextDial();
    const stopping = trial.outgoing.stop();
    trial.clock.advance(3_000);
    await stopping;
    const again = trial.restart();
    again.send(gone.replace(' type="unavailable"', ""));
    again.outgoing.start();
    const peer = await established(again);
    expect(peer.receives()).toMatch(/type="unavailable".*<presence from="[^"]*" to="[^"]*"\/>/);
  });

  test("does not delay the stop where the other server cannot be reached", async () => {
    const trial = outgoingTrial();
    trial.send(gone);
    const call = await trial.nextDial();
    const stopping = trial.outgoing.stop();
    call.refuse();
    await stopping;
    expect([rows(trial), trial.pendingDials]).toEqual([1, 0]);
  });

  test("does not delay the stop where the other server does not close its stream", async () => {
    const trial = outgoingTrial();
    trial.send(gone);
    await trial.settled();
    const stopping = trial.outgoing.stop();
    const peer = await established(trial);
    trial.clock.advance(3_000);
    await stopping;
    expect(peer.isClosed).toBe(true);
  });
});

describe("XEP-0288: a stop, where stanzas are sent over a stream of the other server", () => {
  /** Whether it has stopped at once, and after each that is confirmed. */
  const stops = async (unconfirmed: number): Promise<readonly boolean[]> => {
    const trial = outgoingTrial();
    const confirmations: (() => void)[] = [];
    const pair = { local: "capulet.example", remote: "montague.example" };
    trial.outgoing.addBidiStream(pair, {
      ...{ isManaged: true, isResumable: false, whenDrained: () => {}, end: () => {} },
      send: (_, confirmed) => void confirmations.push(confirmed),
    });
    trial.sendMessages(1, 2);
    await trial.settled();
    for (const confirmed of confirmations.splice(0, 2 - unconfirmed)) confirmed();
    let hasStopped = false;
    void trial.outgoing.stop().then(() => {
      hasStopped = true;
    });
    await trial.settled();
    const seen = [hasStopped];
    for (const confirmed of confirmations) {
      confirmed();
      await trial.settled();
      seen.push(hasStopped);
    }
    return seen;
  };

  test("waits until all that was sent is confirmed", async () => {
    expect([await stops(0), await stops(1), await stops(2)]).toEqual([[true], [false, true], [false, false, true]]);
  });
});

describe("after the restart", () => {
  test("what is sent before the store is read is sent once, behind what was stored", async () => {
    const first = outgoingTrial();
    first.sendMessages(1, 1);
    await first.settled();
    const again = first.restart();
    again.sendMessages(2, 1);
    again.outgoing.start();
    const peer = await managedStream(again);
    await again.settled();
    expect(bodies(peer.receives())).toEqual(["1", "2"]);
  });

  test("the store is read in portions, and stanzas of a pair leave once all are read, in order", async () => {
    const first = outgoingTrial({ limits: { maxQueued: 1000 } });
    first.sendMessages(1, 350);
    await first.settled();
    const again = first.restart();
    again.outgoing.start();
    again.sendMessages(351, 1);
    const peer = await managedStream(again, "sm1");
    await again.settled();
    expect(bodies(peer.receives())).toEqual(Array.from({ length: 351 }, (_, n) => String(n + 1)));
    const { db } = again;
    const spared = db.read<{ n: number }>("SELECT count(*) AS n FROM waiting_stanza WHERE number > 0").get();
    expect(spared?.n).toBe(351);
  });

  test("stanzas of a domain that is not served any more are dropped", async () => {
    const trial = outgoingTrial();
    trial.send(message(1).replace("capulet", "verona"));
    await trial.settled();
    expect(rows(trial)).toBe(1);
    const again = trial.restart();
    again.outgoing.start();
    await again.settled();
    expect([rows(again), again.pendingDials, again.bounced]).toEqual([0, 0, []]);
    expect(again.events).toContainEqual(expect.objectContaining({ event: "stanzas-dropped", local: "verona.example" }));
  });

  test("a stanza whose address is not valid any more is dropped, and the rest is sent", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 2);
    await trial.settled();
    trial.db.write("UPDATE waiting_stanza SET xml = replace(xml, 'romeo@', '@') WHERE id = 1").run();
    const again = trial.restart();
    again.outgoing.start();
    await again.settled();
    expect(rows(again)).toBe(1);
    expect(again.events).toContainEqual(
      expect.objectContaining({ event: "stanzas-dropped", remote: "montague.example" }),
    );
    expect(bodies((await established(again)).receives())).toEqual(["2"]);
  });

  test("a stop while the store is read leaves it as it is", async () => {
    const trial = outgoingTrial({ isSlow: true });
    trial.sendMessages(1, 3);
    await trial.settled();
    const again = trial.restart();
    again.outgoing.start();
    await again.outgoing.stop();
    await again.settled();
    expect([rows(again), again.pendingDials]).toEqual([3, 0]);
    const third = again.restart();
    third.outgoing.start();
    expect(third.outgoing.routes()).toHaveLength(1);
    expect(bodies((await established(third)).receives())).toEqual(["1", "2", "3"]);
  });

  test("stanzas to a domain that is denied by then are bounced", async () => {
    let isBlocked = false;
    const trial = outgoingTrial({ isSlow: true, policy: { isBlocked: () => isBlocked } });
    trial.sendMessages(1, 3);
    await trial.settled();
    const again = trial.restart();
    isBlocked = true;
    again.outgoing.start();
    for (let n = 0; n < 3; n++) await again.settled();
    expect([rows(again), again.pendingDials, again.bounced.length]).toEqual([0, 0, 3]);
    expect(again.bounced[0]).toContain("<not-allowed ");
  });

  test("fifty servers are connected to at once; slow ones do not delay the others", async () => {
    const trial = outgoingTrial({ limits: { maxPairs: 500 } });
    for (let n = 0; n < 120; n++) trial.send(message(n).replace("romeo@", `romeo@n${n}.`));
    await trial.settled();
    await trial.outgoing.stop();
    const again = trial.restart();
    again.outgoing.start();
    await again.settled();
    expect(again.pendingDials).toBe(50);
    (await again.nextDial()).refuse();
    await again.settled();
    expect(again.pendingDials).toBe(50);
    again.clock.advance(5_000);
    await again.settled();
    expect(again.pendingDials).toBe(100);
    // Those that have not had their turn need not be called any more.
    await Promise.all([again.outgoing.stop(), again.clock.advance(5_000)]);
    await again.settled();
    expect(again.pendingDials).toBe(100);
  });
});
