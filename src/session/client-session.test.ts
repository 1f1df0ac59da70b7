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

function play({ most = 100 } = {}) {
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
    maxUnacknowledged: most,
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

describe("RFC 6120 §8.1.2.1: who a client says it is", () => {
  test.each(["", `from="${JID}"`, 'from="romeo@localhost"', 'from="ROMEO@localhost"'])("%p is itself", (from) => {
    const { session, accepted, open } = play();
    open();
    session.element(parseElement(`<message ${from} to="juliet@localhost"/>`));
    expect(accepted.join()).toContain(`from="${JID}"`);
  });

  test.each(["juliet@localhost", "romeo@localhost/other", "localhost", "@", ""])("%p is not", (from) => {
    const { session, accepted, open } = play();
    open();
    expect(() => session.element(parseElement(`<message from="${from}"/>`))).toThrow(StreamError);
    expect(accepted).toEqual([]);
  });
});

test("§8.3: what is no stanza as it should be is refused with its id, and never answered where it is an answer itself", async () => {
  const { session, committed, open } = play();
  const { sent } = open();
  session.element(parseElement('<message to="@" id="bad"/>'));
  session.element(parseElement('<message to="@" id="worse" type="error"/>'));
  session.element(parseElement('<iq to="@" id="worst" type="result"/>'));
  await committed();
  expect(sent.length).toBe(1);
  expect(sent[0]).toContain('id="bad"');
  expect(sent[0]).toContain("<jid-malformed");
});

test("what is in another namespace is no stanza", () => {
  const { session, events, open } = play();
  open();
  for (const text of ['<a xmlns="urn:x"/>', '<message xmlns="urn:x"/>', "<poem/>"]) session.element(parseElement(text));
  expect(events).toEqual(["nonza a", "nonza message", "nonza poem"]);
});

describe("XEP-0198 §4, §5", () => {
  test("what is sent while nobody is there waits, and comes in order with the next stream", () => {
    const { session, events, open } = play();
    session.management = new StreamManagementState("id");
    const first = open();
    session.deliver(message(1));
    first.stream.lost("cut");
    session.deliver(message(2));
    const second = open();
    session.resend();
    expect([ids(first.sent), ids(second.sent), events.join()]).toEqual(["1", "1,2", "detached"]);
  });

  test("an acknowledgement is asked for once until it comes", async () => {
    const { session, open } = play();
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

  test("when it ends, what was never acknowledged goes back to the router, in order, with what comes later", () => {
    const { session, router, events, open } = play();
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

  test("more than may wait ends it with resource-constraint", () => {
    const { session, events, open } = play({ most: 2 });
    session.management = new StreamManagementState("id");
    const { sent } = open();
    for (const id of [1, 2, 3]) session.deliver(message(id));
    expect(sent.join()).toContain("<resource-constraint");
    expect(events).toEqual(["ended"]);
  });

  test("of what is handed over in portions, the next one comes when the client is back and has had the one before", () => {
    const { session, open } = play();
    session.management = new StreamManagementState("id");
    const first = open();
    const portions = [[message(1)], [message(2)]];
    session.deliverBacklog(() => portions.shift() ?? []);
    first.stream.lost("cut");
    session.management.acknowledge(1);
    const second = open();
    session.resend();
    expect([ids(first.sent), ids(second.sent)]).toEqual(["1", "2"]);
  });

  test("a good-bye ends it, a lost connection does not", () => {
    const leaving = play();
    leaving.open().stream.ended();
    expect([leaving.events, leaving.session.isConnected]).toEqual([["ended"], false]);
    const cut = play();
    cut.open().stream.lost("cut");
    expect(cut.events).toEqual(["detached"]);
  });
});

describe("XEP-0198 §4: <a/> is a promise", () => {
  test("it is sent when all that it counts is on the disk, and to the stream that asked", () => {
    const { session, open } = play();
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
    first.stream.lost("cut");
    const second = open();
    synced.shift()?.();
    expect([first.sent.length, second.sent.length]).toEqual([2, 0]);
  });
});

describe("XEP-0198 §5: over a restart of the server", () => {
  test("what is sent and unacknowledged, and what waits, is handed out; the connection is cut, the stream left open", () => {
    const { session, events, open } = play();
    const { sent } = open();
    session.management = new StreamManagementState("sm1");
    session.deliver(message(1));
    session.setCsiPolicy(() => "later");
    session.deliver(message(2));
    const kept: string[] = [];
    const suspended = session.suspend(({ attrs }) => void kept.push(attrs.id));
    expect(sent.at(-1)).toBe("cut");
    expect(suspended?.stanzas.map(({ stanza, time }) => [stanza.attrs.id, time])).toEqual([
      ["1", 0],
      ["2", undefined],
    ]);
    expect(suspended?.hasStored).toBe(false);
    // Neither gone nor waiting here: nobody is told.
    expect([session.hasEnded, events]).toEqual([true, []]);
    expect(session.suspend(() => {})).toBeUndefined();
    // Whatever still comes is kept behind that.
    session.deliver(message(3));
    expect(kept).toEqual(["3"]);
  });

  test("without a resumption id there is nothing to hand out", () => {
    const { session } = play();
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

  test("revived, it sends again what was not acknowledged, and counts on; until then that is not read", () => {
    const { session, open } = play();
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

  test("suspended again, it hands out what is new alone, behind what was never read", () => {
    const { session } = play();
    const { reads } = revived(session);
    session.deliver(message(7));
    const suspended = session.suspend(() => {});
    expect(suspended?.stanzas.map(({ stanza }) => stanza.attrs.id)).toEqual(["7"]);
    expect([suspended?.hasStored, reads()]).toEqual([true, 0]);
  });

  test("what was not read counts for what may wait", () => {
    const { session, events } = play({ most: 1 });
    revived(session);
    session.deliver(message(7));
    expect(events).toEqual(["ended"]);
  });
});

test("whatever is held for its client is weighed: what is sent, what is held back, what waits behind a backlog", () => {
  const { session, weights, open } = play();
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
