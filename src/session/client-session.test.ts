import { describe, expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { testRouter } from "../server/testing.ts";
import { openTestStream, streamHeader } from "../stream/testing.ts";
import { StreamError } from "../stream-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { weightOf } from "../xml/weight.ts";
import { ClientSession } from "./client-session.ts";
import { handleNonza, type ResumableSessions } from "./resumption.ts";
import { StreamManagementState } from "./stream-management-state.ts";

const JID = "romeo@localhost/orchard";

function setUp({ maxUnacknowledged = 100 } = {}) {
  const { router, outbox, sessions, committed } = testRouter();
  const events: string[] = [];
  const accepted: string[] = [];
  const weights: number[] = [];
  router.outbound.add({
    guard: ({ stanza }) => {
      accepted.push(stanza.xml.toString());
      return "drop";
    },
  });
  const session = new ClientSession(parseJid(JID), {
    router,
    outbox,
    nonza: ({ name }) => void events.push(`nonza ${name}`),
    detached: () => void events.push("detached"),
    ended: (gone) => {
      events.push("ended");
      sessions.remove(gone);
    },
    undelivered: (account, stanzas) => {
      for (const { stanza, original } of stanzas) router.redeliver(stanza, account, original);
    },
    onGrowth: ({ weight }) => void weights.push(weight),
    maxUnacknowledged,
    maxUnacknowledgedBytes: 1_000_000,
    now: () => 0,
  });
  sessions.add(session);
  const open = () => {
    const stage = openTestStream();
    stage.stream.opened(streamHeader());
    session.attach(stage.stream);
    stage.sent.length = 0;
    return stage;
  };
  return { session, router, events, accepted, weights, committed, open };
}

const message = (id: number) =>
  parseElement(`<message id="${id}" type="chat" from="juliet@localhost/b" to="romeo@localhost"/>`);
const ids = (sent: readonly string[]): string =>
  sent.flatMap((text) => /^<message id="(\d+)"/.exec(text)?.[1] ?? []).join();

describe("RFC 6120 §8.1.2.1: the from of a client's stanzas", () => {
  test.each(["", `from="${JID}"`, 'from="romeo@localhost"', 'from="ROMEO@localhost"'])(
    "%p is the client itself",
    (from) => {
      const { session, accepted, open } = setUp();
      open();
      session.element(parseElement(`<message ${from} to="juliet@localhost"/>`));
      expect(accepted.join()).toContain(`from="${JID}"`);
    },
  );

  test.each(["juliet@localhost", "romeo@localhost/other", "localhost", "@", ""])("%p is not the client", (from) => {
    const { session, accepted, open } = setUp();
    open();
    expect(() => session.element(parseElement(`<message from="${from}"/>`))).toThrow(StreamError);
    expect(accepted).toEqual([]);
  });
});

test("§8.3: a malformed stanza is refused with its id; a malformed response is never answered", async () => {
  const { session, committed, open } = setUp();
  const { sent } = open();
  session.element(parseElement('<message to="@" id="bad"/>'));
  session.element(parseElement('<message to="@" id="worse" type="error"/>'));
  session.element(parseElement('<iq to="@" id="worst" type="result"/>'));
  await committed();
  expect(sent.length).toBe(1);
  expect(sent[0]).toContain('id="bad"');
  expect(sent[0]).toContain("<jid-malformed");
});

test("an element in another namespace is not a stanza", () => {
  const { session, events, open } = setUp();
  open();
  for (const text of ['<a xmlns="urn:x"/>', '<message xmlns="urn:x"/>', "<poem/>"]) session.element(parseElement(text));
  expect(events).toEqual(["nonza a", "nonza message", "nonza poem"]);
});

describe("XEP-0198 §4, §5", () => {
  test("what is sent without a stream waits, and is sent in order on the next one", () => {
    const { session, events, open } = setUp();
    session.management = new StreamManagementState("id");
    const first = open();
    session.deliver(message(1));
    first.stream.lost("reset");
    session.deliver(message(2));
    const second = open();
    session.resend();
    expect([ids(first.sent), ids(second.sent), events.join()]).toEqual(["1", "1,2", "detached"]);
  });

  test("<r/> is sent once until it is answered", async () => {
    const { session, open } = setUp();
    session.management = new StreamManagementState("id");
    const { sent } = open();
    for (const id of [1, 2]) session.deliver(message(id));
    await Promise.resolve();
    expect(sent.filter((text) => text.startsWith("<r ")).length).toBe(1);
    session.management.acknowledge(1);
    session.acknowledged();
    await Promise.resolve();
    expect(sent.filter((text) => text.startsWith("<r ")).length).toBe(2);
  });

  test("at the end, unacknowledged stanzas go back to the router in order, as does what comes later", () => {
    const { session, router, events, open } = setUp();
    const kept: string[] = [];
    router.offlineStores.push(({ stanza }) => kept.push(stanza.id ?? "") > 0);
    session.management = new StreamManagementState("id");
    open();
    for (const id of [1, 2, 3]) session.deliver(message(id));
    session.management.acknowledge(1);
    for (let n = 0; n < 2; n++) session.end(new StreamError("conflict"));
    session.deliver(message(4));
    expect([kept.join(), events.join(), session.hasEnded]).toEqual(["2,3,4", "ended", true]);
  });

  test("what was sent in the tick in which the session ends stays in front of what is stored after its end", async () => {
    const { session, router, committed, open } = setUp();
    const kept: string[] = [];
    router.offlineStores.push(({ stanza }) => kept.push(stanza.id ?? "") > 0);
    open();
    session.deliver(message(1));
    for (const id of [2, 3]) session.send(message(id));
    session.end(new StreamError("conflict"));
    router.redeliver(message(4), session.account);
    await committed();
    expect(kept.join()).toBe("2,3,4");
  });

  test("more unacknowledged stanzas than allowed end the session with resource-constraint", () => {
    const { session, events, open } = setUp({ maxUnacknowledged: 2 });
    session.management = new StreamManagementState("id");
    const { sent } = open();
    for (const id of [1, 2, 3]) session.deliver(message(id));
    expect(sent.join()).toContain("<resource-constraint");
    expect(events).toEqual(["ended"]);
  });

  test("the next portion of a backlog is sent when the client is back and has acknowledged the one before", () => {
    const { session, open } = setUp();
    session.management = new StreamManagementState("id");
    const first = open();
    const portions = [[message(1)], [message(2)]];
    session.deliverBacklog(() => portions.shift() ?? []);
    first.stream.lost("reset");
    session.management.acknowledge(1);
    const second = open();
    session.resend();
    expect([ids(first.sent), ids(second.sent)]).toEqual(["1", "2"]);
  });

  /** A session that has one portion of offline messages and has acknowledged nothing. */
  const withBacklog = () => {
    const stage = setUp();
    const { sent } = stage.open();
    stage.session.management = new StreamManagementState("id");
    const portions = [[message(1)], [message(2)]];
    stage.session.deliverBacklog(() => portions.shift() ?? []);
    const requests = async (): Promise<number> => {
      await Promise.resolve();
      return sent.filter((text) => text.startsWith("<r ")).length;
    };
    return { ...stage, sent, requests };
  };

  test("only messages wait behind a backlog: answers and presence are sent at once", () => {
    const { session, sent } = withBacklog();
    for (const stanza of [message(3), parseElement('<iq type="result" id="i"/>'), parseElement("<presence/>")])
      session.deliver(stanza);
    expect(sent.map((text) => /^<(\w+)/.exec(text)?.[1])).toEqual(["message", "iq", "presence"]);
    session.management?.acknowledge(3);
    session.acknowledged();
    session.management?.acknowledge(4);
    session.acknowledged();
    expect(ids(sent)).toBe("1,2,3");
  });

  test("§4: a missed <r/> is repeated when the client says something while a portion waits for it", async () => {
    const { session, requests } = withBacklog();
    expect(await requests()).toBe(1);
    session.element(parseElement('<message to="juliet@localhost"/>'));
    expect(await requests()).toBe(2);
  });

  test("§4: one <r/> is sent for all that a client says at once, and for all that it is sent at once", async () => {
    const { session, requests } = withBacklog();
    await requests();
    for (let n = 0; n < 10; n++) session.element(parseElement('<message to="juliet@localhost"/>'));
    expect(await requests()).toBe(2);
    for (let n = 0; n < 99; n++) session.deliver(parseElement("<presence/>"));
    session.element(parseElement('<message to="juliet@localhost"/>'));
    expect(await requests()).toBe(3);
  });

  test("§4: a missed <r/> is repeated after a hundred stanzas more, and not before", async () => {
    const { session, open } = setUp({ maxUnacknowledged: 1000 });
    const { sent } = open();
    session.management = new StreamManagementState("id");
    const requests = async (from: number, to: number): Promise<number> => {
      for (let n = from; n <= to; n++) session.deliver(message(n));
      await Promise.resolve();
      return sent.filter((text) => text.startsWith("<r ")).length;
    };
    expect([await requests(1, 1), await requests(2, 99), await requests(100, 100)]).toEqual([1, 1, 2]);
  });

  test("closing the stream ends the session, losing the connection does not", () => {
    const leaving = setUp();
    leaving.open().stream.ended();
    expect([leaving.events, leaving.session.isConnected]).toEqual([["ended"], false]);
    const cut = setUp();
    cut.open().stream.lost("reset");
    expect(cut.events).toEqual(["detached"]);
  });
});

describe("XEP-0198 §4: <a/> is sent once everything that it counts is on the disk", () => {
  test("it is sent after the sync, and to the stream that has sent <r/>", () => {
    const { session, open } = setUp();
    const synced: (() => void)[] = [];
    const resumption = {
      afterSync: (callback) => void synced.push(callback),
    } as Partial<ResumableSessions> as ResumableSessions;
    session.management = new StreamManagementState("id");
    const first = open();
    session.element(parseElement('<message to="juliet@localhost"/>'));
    const ask = (): void => handleNonza(parseElement('<r xmlns="urn:xmpp:sm:3"/>'), session, resumption);
    ask();
    session.element(parseElement('<message to="juliet@localhost"/>'));
    expect(first.sent).toEqual([]);
    synced.shift()?.();
    expect(first.sent).toEqual(['<a xmlns="urn:xmpp:sm:3" h="1"/>']);
    ask();
    first.stream.lost("reset");
    const second = open();
    synced.shift()?.();
    expect([first.sent.length, second.sent.length]).toEqual([2, 0]);
  });
});

describe("XEP-0198 §5: over a restart of the server", () => {
  test("unacknowledged and unsent stanzas are returned; the connection is closed, the stream left open", () => {
    const { session, events, open } = setUp();
    const { sent } = open();
    session.management = new StreamManagementState("sm1");
    session.deliver(message(1));
    session.setCsiPolicy(() => "later");
    session.deliver(message(2));
    const kept: string[] = [];
    const suspended = session.suspend(({ attrs }) => void kept.push(attrs.id));
    expect(sent.at(-1)).toBe("closeConnection");
    expect(suspended?.stanzas.map(({ stanza, time }) => [stanza.attrs.id, time])).toEqual([
      ["1", 0],
      ["2", undefined],
    ]);
    expect(suspended?.hasStored).toBe(false);
    // It neither ends nor is detached.
    expect([session.hasEnded, events]).toEqual([true, []]);
    expect(session.suspend(() => {})).toBeUndefined();
    // What is sent later is stored behind that.
    session.deliver(message(3));
    expect(kept).toEqual(["3"]);
  });

  test("without a resumption id nothing is returned", () => {
    const { session } = setUp();
    expect(session.suspend(() => {})).toBeUndefined();
    session.management = new StreamManagementState(undefined);
    expect(session.suspend(() => {})).toBeUndefined();
    expect(session.hasEnded).toBe(false);
  });

  const revived = (session: ClientSession) => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return [[{ stanza: message(6), time: 0, bytes: 100, weight: 600 }]].values();
    };
    const unread = { count: 1, bytes: 100, read };
    const counted = { received: 3, acknowledged: 5, stored: unread };
    session.revive({ id: "sm1", jid: JID, ...counted, waiting: [], presence: undefined, priority: 0 });
    return { reads: () => reads };
  };

  test("a revived session sends unacknowledged stanzas again and counts on; they are read only then", () => {
    const { session, open } = setUp();
    const { reads } = revived(session);
    session.deliver(message(7));
    expect([reads(), session.management?.count, session.management?.sent]).toEqual([0, 2, 7]);
    expect(session.management?.weight).toBeLessThan(700);
    const { sent } = open();
    session.resend();
    expect(ids(sent)).toBe("6,7");
    expect([reads(), session.management?.count]).toEqual([1, 2]);
    expect(session.management?.weight).toBeGreaterThan(1000);
    expect([session.management?.received, session.management?.sent]).toEqual([3, 7]);
    expect(session.management?.acknowledge(7)).toBe(true);
    expect([session.management?.bytes, session.management?.weight]).toEqual([0, 0]);
  });

  test("suspended again, it returns only what is new, behind the stored stanzas", () => {
    const { session } = setUp();
    const { reads } = revived(session);
    session.deliver(message(7));
    const suspended = session.suspend(() => {});
    expect(suspended?.stanzas.map(({ stanza }) => stanza.attrs.id)).toEqual(["7"]);
    expect([suspended?.hasStored, reads()]).toEqual([true, 0]);
  });

  test("stored stanzas count towards the limit of unacknowledged ones", () => {
    const { session, events } = setUp({ maxUnacknowledged: 1 });
    revived(session);
    session.deliver(message(7));
    expect(events).toEqual(["ended"]);
  });
});

test("the weight covers what is sent, what waits for the client to be active, and what waits behind a backlog", () => {
  const { session, weights, open } = setUp();
  expect(session.weight).toBe(0);
  session.setPresence(parseElement("<presence/>"), 0);
  expect(session.weight).toBe(weightOf(parseElement("<presence/>")));
  session.setPresence(undefined, 0);
  expect([session.weight, weights.splice(0).length]).toEqual([0, 2]);
  open();
  session.management = new StreamManagementState("sm1");
  session.deliver(message(1));
  session.setCsiPolicy(() => "later");
  expect(weights).toHaveLength(1);
  session.deliver(message(2));
  expect(weights).toHaveLength(2);
  session.setCsiPolicy(undefined);
  session.deliverBacklog(() => [message(3)]);
  session.deliver(message(4));
  expect(weights).toHaveLength(5);
  expect(weights[1]).toBeGreaterThan(weights[0] ?? 0);
});
