/** RFC 6120 §4, §8.1: stanzas for another server are queued, sent in order, and bounced where it cannot be reached. */
import { describe, expect, test } from "bun:test";
import {
  bodies,
  established,
  managedStream,
  message,
  outgoingTrial,
} from "../../../tests/support/federation/outgoing-trial.ts";
import { memoryLog } from "../../../tests/support/in-memory/memory-log.ts";
import { StanzaError } from "../../stanza-error.ts";
import { openDatabase } from "../../store/database.ts";
import { slowDisk } from "../../store/testing.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { weightOf } from "../../xml/weight.ts";

const conditionOf = (work: () => void): string | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof StanzaError) return error.condition;
    throw error;
  }
  return undefined;
};

describe("order", () => {
  test("stanzas that wait for the connection are sent in order", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 3);
    const connecting = established(trial);
    trial.sendMessages(4, 2);
    const peer = await connecting;
    trial.sendMessages(6, 2);
    await trial.settled();
    expect(bodies(peer.receives())).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  });

  test("a report has the time of the stream, and of its end", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 1);
    const connecting = trial.nextDial();
    trial.clock.advance(5_000);
    (await connecting).refuse();
    await trial.settled();
    trial.clock.advance(7_000);
    const peer = await managedStream(trial);
    trial.clock.advance(1_000);
    const since = (): unknown => trial.outgoing.routes().map((route) => [route.state, route.since]);
    expect(since()).toEqual([["connected", 12_000]]);
    peer.breaks();
    await trial.settled();
    expect(since()).toEqual([["waiting", 13_000]]);
  });

  test("there is one connection for a pair", async () => {
    const trial = outgoingTrial();
    trial.sendMessages(1, 3);
    await trial.nextDial();
    trial.sendMessages(4, 3);
    await trial.settled();
    expect(trial.pendingDials).toBe(0);
  });

  test("a stanza that is rolled back is neither sent nor stored", async () => {
    const trial = outgoingTrial();
    trial.send(message(1));
    const failing = (): void =>
      trial.db.atomically(() => {
        trial.send(message(2));
        throw new StanzaError("forbidden");
      });
    expect(conditionOf(failing)).toBe("forbidden");
    const again = trial.restart();
    again.outgoing.start();
    const peer = await established(again);
    expect(bodies(peer.receives())).toEqual(["1"]);
  });
});

describe("a server that cannot be reached", () => {
  test("is logged once, not with each attempt, and so are the stanzas that are bounced", async () => {
    const trial = outgoingTrial({ limits: { queueTime: 60_000 } });
    trial.sendMessages(1, 2);
    for (let attempt = 0; attempt < 10 && trial.bounced.length === 0; attempt++) {
      (await trial.nextDial()).refuse();
      await trial.settled();
      trial.clock.advance(30_000);
      await trial.settled();
    }
    const told = trial.events.filter(({ level }) => level === "info");
    expect(told).toEqual([
      expect.objectContaining({ event: "server-unreachable", reason: expect.stringContaining("nobody"), waiting: 2 }),
      expect.objectContaining({ event: "stanzas-returned", count: 2, condition: "remote-server-timeout" }),
    ]);
  });

  test("RFC 6120 §8.3.3.16: remote-server-not-found at once where DNS knows no such domain", async () => {
    const trial = outgoingTrial({ targets: () => ({ state: "absent" }) });
    trial.send(message(1));
    await trial.settled();
    expect(trial.bounced).toHaveLength(1);
    expect(trial.bounced[0]).toContain("remote-server-not-found");
    expect(trial.bounced[0]).toContain('from="romeo@montague.example"');
    // It is known for a while: nobody asks again, and the sender is told within the stanza's own transaction.
    expect(conditionOf(() => trial.send(message(2)))).toBe("remote-server-not-found");
    trial.clock.advance(60_000);
    expect(conditionOf(() => trial.send(message(3)))).toBeUndefined();
  });

  test("§8.3.3.17: remote-server-timeout after queue_time, and not before", async () => {
    const trial = outgoingTrial({ limits: { queueTime: 10_000 } });
    trial.send(message(1));
    (await trial.nextDial()).refuse();
    await trial.settled();
    expect(trial.bounced).toEqual([]);
    trial.clock.advance(11_000);
    (await trial.nextDial()).refuse();
    await trial.settled();
    expect(trial.bounced).toHaveLength(1);
    expect(trial.bounced[0]).toContain("remote-server-timeout");
    expect(trial.bounced[0]).toContain("nobody listens on");
    trial.clock.advance(1_000_000);
    await trial.settled();
    expect(trial.pendingDials).toBe(0);
    expect(trial.bounced).toHaveLength(1);
  });

  test("§8.3.3.17: queue_time is exact to the millisecond", async () => {
    for (const time of [9_999, 10_000]) {
      const trial = outgoingTrial({ limits: { queueTime: 10_000 } });
      trial.send(message(1));
      const call = await trial.nextDial();
      trial.clock.advance(time);
      call.refuse();
      await trial.settled();
      expect([time, trial.bounced.length]).toEqual([time, time < 10_000 ? 0 : 1]);
    }
  });

  test("a stream over which only the other server has sent is resumed for queue_time at most", async () => {
    const trial = outgoingTrial({ limits: { queueTime: 60_000 } });
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, "sm1", true);
    peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
    await trial.settled();
    peer.breaks();
    const calledAfter: number[] = [];
    for (let second = 0; second < 400; second++) {
      await trial.settled();
      if (trial.pendingDials > 0) {
        calledAfter.push(second);
        (await trial.nextDial()).refuse();
      }
      await trial.settled();
      trial.clock.advance(1_000);
    }
    expect(calledAfter.length).toBeGreaterThan(3);
    expect(Math.max(...calledAfter)).toBeLessThan(130);
  });

  test("§8.3.3.17: for what was sent over a stream, queue_time begins when that breaks", async () => {
    const trial = outgoingTrial({ limits: { queueTime: 60_000 } });
    trial.sendMessages(1, 1);
    const peer = await managedStream(trial, "sm1");
    trial.clock.advance(50_000);
    await trial.settled();
    peer.breaks();
    const bouncedBy = async (time: number): Promise<number> => {
      while (trial.clock.monotonic() < time) {
        await trial.settled();
        while (trial.pendingDials > 0) (await trial.nextDial()).refuse();
        await trial.settled();
        trial.clock.advance(1_000);
      }
      return trial.bounced.length;
    };
    expect([await bouncedBy(109_000), await bouncedBy(200_000)]).toEqual([0, 1]);
  });

  test("a stream with nothing unconfirmed is resumed only where it goes both ways", async () => {
    for (const bidi of [false, true]) {
      const trial = outgoingTrial();
      trial.sendMessages(1, 1);
      const peer = await managedStream(trial, "sm1", bidi);
      peer.sends('<a xmlns="urn:xmpp:sm:3" h="1"/>');
      await trial.settled();
      peer.breaks();
      await trial.settled();
      for (let attempt = 0; attempt < 2; attempt++) {
        trial.clock.advance(10_000);
        await trial.settled();
        expect([bidi, trial.pendingDials]).toEqual([bidi, bidi ? 1 : 0]);
        if (bidi) (await trial.nextDial()).refuse();
        await trial.settled();
      }
    }
  });

  test("§8.3.1: errors, results and broadcast presence are not answered with an error", async () => {
    const trial = outgoingTrial({ targets: () => ({ state: "refused" }) });
    const addresses = 'from="juliet@capulet.example/balcony" to="romeo@montague.example"';
    trial.send(`<message ${addresses} type="error"/>`);
    trial.send(`<iq ${addresses} type="result" id="1"/>`);
    trial.send(`<presence ${addresses}/>`);
    trial.send(`<presence ${addresses} type="probe"/>`);
    trial.send(`<iq ${addresses} type="get" id="2"><q xmlns="u:q"/></iq>`);
    trial.send(`<presence ${addresses} type="subscribe"/>`);
    trial.send('<presence from="juliet@capulet.example/balcony" to="room@montague.example/juliet"/>');
    await trial.settled();
    expect(trial.bounced.map((xml) => xml.slice(1, xml.indexOf(" ")))).toEqual(["iq", "presence", "presence"]);
  });

  test("machines are tried in the order of DNS, each for connect_time", async () => {
    const targets = [1, 2, 3].map((number) => ({ host: `x${number}.example`, port: 5269, tls: "direct" as const }));
    const trial = outgoingTrial({ targets: () => ({ state: "found", targets }) });
    trial.send(message(1));
    const first = await trial.nextDial();
    expect(first.target.host).toBe("x1.example");
    first.refuse();
    const second = await trial.nextDial();
    expect(second.target.host).toBe("x2.example");
    const silent = second.accept();
    await trial.settled();
    trial.clock.advance(30_000);
    const third = await trial.nextDial();
    expect(silent.receives()).toContain("connection-timeout");
    expect(silent.isClosed).toBe(true);
    expect(third.target.host).toBe("x3.example");
  });

  test("attempts are made one at a time, ever further apart", async () => {
    const trial = outgoingTrial();
    trial.send(message(1));
    const pauses: number[] = [];
    for (let round = 0; round < 9; round++) {
      (await trial.nextDial()).refuse();
      await trial.settled();
      let pause = 0;
      for (; trial.pendingDials === 0; pause += 250) {
        trial.clock.advance(250);
        await trial.settled();
      }
      pauses.push(pause);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000]);
  });

  test("a stanza to a denied domain is refused at once", () => {
    const trial = outgoingTrial({ policy: { deny: ["montague.example"] } });
    expect(conditionOf(() => trial.send(message(1)))).toBe("not-allowed");
  });
});

describe("limits", () => {
  test("RFC 6120 §8.3.3.18: resource-constraint when too many stanzas wait for a domain, or too much", async () => {
    const trial = outgoingTrial({ limits: { maxQueued: 3, maxQueuedSize: 100_000 } });
    trial.sendMessages(1, 3);
    await trial.settled();
    expect(conditionOf(() => trial.send(message(4)))).toBe("resource-constraint");
    const sized = outgoingTrial({ limits: { maxQueuedSize: 2000 } });
    sized.send(message("x".repeat(800)));
    await sized.settled();
    expect(conditionOf(() => sized.send(message(2)))).toBe("resource-constraint");
  });

  test("what one tick sends is counted before it is committed", async () => {
    const trial = outgoingTrial({ limits: { maxQueued: 3, maxQueuedSize: 100_000 } });
    trial.sendMessages(1, 3);
    expect(conditionOf(() => trial.send(message(4)))).toBe("resource-constraint");
    const failing = (): void =>
      trial.db.atomically(() => {
        trial.send(message(1).replace("montague", "verona"));
        throw new StanzaError("forbidden");
      });
    for (let round = 0; round < 5; round++) {
      expect(conditionOf(failing)).toBe("forbidden");
      await trial.settled();
    }
  });

  test("what waits is weighed as it is held in memory, not as it is sent", async () => {
    const trial = outgoingTrial({ limits: { maxQueuedSize: 100_000 } });
    const stuffed = message("").replace("<body></body>", "<a/>".repeat(500));
    expect(stuffed.length).toBeLessThan(2500);
    expect(conditionOf(() => trial.send(stuffed))).toBe("resource-constraint");
    expect(conditionOf(() => trial.send(stuffed.replaceAll("<a/>", "aaaa")))).toBeUndefined();
  });

  test("so is what waits in memory alone, and what was stored before a restart", async () => {
    const trial = outgoingTrial({ limits: { maxQueuedSize: 100_000 } });
    const presence = `<presence from="juliet@capulet.example/b" to="romeo@montague.example">${"<a/>".repeat(250)}</presence>`;
    trial.send(presence);
    await trial.settled();
    expect(conditionOf(() => trial.send(presence))).toBe("resource-constraint");
    const former = outgoingTrial({ limits: { maxQueuedSize: 100_000 } });
    former.send(message("").replace("<body></body>", "<a/>".repeat(250)));
    await former.settled();
    const again = former.restart();
    again.outgoing.start();
    await again.settled();
    expect(conditionOf(() => again.send(presence))).toBe("resource-constraint");
  });

  test("all domains together have a limit, too", async () => {
    const trial = outgoingTrial({ limits: { maxQueuedTotal: 7000 } });
    const from = (sender: string, domain = sender): string =>
      message("x".repeat(900)).replace("juliet", sender).replace("montague", domain);
    for (const sender of ["a", "b", "c", "d"]) trial.send(from(sender));
    await trial.settled();
    expect(conditionOf(() => trial.send(from("e")))).toBe("resource-constraint");
    const element = parseElement(from("a"));
    const exact = outgoingTrial({
      limits: { maxQueuedTotal: 4 * weightOf(element), maxQueuedSize: weightOf(element) },
    });
    for (const sender of ["a", "b", "c", "d"]) exact.send(from(sender));
  });

  test("what is confirmed is not counted any more", async () => {
    const long = message("x".repeat(900));
    const trial = outgoingTrial({ limits: { maxQueuedTotal: 5 * weightOf(parseElement(long)) } });
    trial.send(long);
    const peer = await managedStream(trial);
    for (let h = 1; h < 12; h++) {
      peer.sends(`<a xmlns="urn:xmpp:sm:3" h="${h}"/>`);
      await trial.settled();
      expect(conditionOf(() => trial.send(long))).toBeUndefined();
      await trial.settled();
    }
  });

  test("one sender has a quarter of that at most", async () => {
    const trial = outgoingTrial({ limits: { maxQueuedTotal: 8000 } });
    const long = message("x".repeat(900));
    trial.send(long);
    await trial.settled();
    expect(conditionOf(() => trial.send(long.replace("montague", "verona")))).toBe("resource-constraint");
    expect(conditionOf(() => trial.send(long.replace("juliet", "nurse")))).toBeUndefined();
    expect(conditionOf(() => trial.send(long.replace("juliet", "nurse")))).toBe("resource-constraint");
    const peer = await managedStream(trial);
    peer.sends('<a xmlns="urn:xmpp:sm:3" h="2"/>');
    await trial.settled();
    expect(conditionOf(() => trial.send(long.replace("montague", "verona")))).toBeUndefined();
  });

  test("one sender waits for a quarter of the pairs at most", async () => {
    const trial = outgoingTrial({ limits: { maxPairs: 12 } });
    const to = (domain: string): string => message(1).replace("montague.example", `${domain}.example`);
    for (const domain of ["montague", "b"]) trial.send(to(domain));
    await trial.settled();
    trial.send(to("c"));
    expect(conditionOf(() => trial.send(to("d")))).toBe("resource-constraint");
    expect(conditionOf(() => trial.send(to("c")))).toBeUndefined();
    expect(conditionOf(() => trial.send(to("d").replace("juliet", "nurse")))).toBeUndefined();
    await trial.settled();
    expect(conditionOf(() => trial.send(to("e")))).toBe("resource-constraint");
    // Where somebody answers, nobody is waited for.
    await managedStream(trial);
    expect(conditionOf(() => trial.send(to("e")))).toBeUndefined();
  });

  test("max_pairs: an idle route makes room for another one", async () => {
    const trial = outgoingTrial({
      limits: { maxPairs: 2 },
      targets: (domain) => (domain === "a.example" ? { state: "absent" } : ONE),
    });
    const to = (name: string): string =>
      message(1).replace("montague.example", `${name}.example`).replace("juliet", `${name}`);
    for (const name of ["a", "b"]) trial.send(to(name));
    expect(conditionOf(() => trial.send(to("c")))).toBe("resource-constraint");
    await trial.settled();
    expect(conditionOf(() => trial.send(to("c")))).toBeUndefined();
    await trial.settled();
    expect(conditionOf(() => trial.send(to("d")))).toBe("resource-constraint");
  });

  test("a peer that never reads is disconnected; what waits is sent over the next stream", async () => {
    const trial = outgoingTrial({ limits: { maxQueuedSize: 10_000_000 } });
    const long = "x".repeat(9_000);
    for (let number = 0; number < 90; number++) trial.send(message(`${number}:${long}`));
    const peer = await managedStream(trial);
    peer.stopsReading();
    trial.send(message("last"));
    await trial.settled();
    trial.clock.advance(60_000);
    await trial.settled();
    expect(peer.isClosed).toBe(true);
    trial.clock.advance(2_000);
    const next = await managedStream(trial);
    const heard: string[] = [];
    for (let h = 0; h < 91; h = heard.length) {
      await trial.settled();
      heard.push(...bodies(next.receives()));
      expect(heard.length).toBeGreaterThan(h);
      next.sends(`<a xmlns="urn:xmpp:sm:3" h="${heard.length}"/>`);
    }
    expect(heard.map((body) => body.split(":")[0])).toEqual([
      ...Array.from({ length: 90 }, (_, n) => String(n)),
      "last",
    ]);
  });
});

const ONE = { state: "found", targets: [{ host: "x.example", port: 5270, tls: "direct" }] } as const;

test("what changes a subscription leaves once it is on the disk, and what follows stays behind it", async () => {
  const disk = slowDisk();
  const db = openDatabase(":memory:", { log: memoryLog(), sync: disk.sync });
  const trial = outgoingTrial({ db });
  trial.send('<presence from="juliet@capulet.example" to="romeo@montague.example" type="subscribe"/>');
  trial.sendMessages(1, 1);
  const peer = await established(trial);
  expect(peer.receives()).not.toMatch(/<presence|<message/);
  while (disk.running > 0) await disk.finish();
  await trial.settled();
  expect(peer.receives()).toMatch(/<presence [^>]*type="subscribe".*<message /);
});
