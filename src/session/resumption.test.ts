/** XEP-0198 §5: what a client that resumes its session is sent, and when. */
import { describe, expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { testRouter } from "../server/testing.ts";
import type { Stream } from "../stream/stream.ts";
import { openTestStream, streamHeader } from "../stream/testing.ts";
import { StreamError } from "../stream-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { ClientSession } from "./client-session.ts";
import { enable, handleNonza, type ResumableSessions, resume, streamManagement } from "./resumption.ts";
import { StreamManagementState } from "./stream-management-state.ts";

const SM = "urn:xmpp:sm:3";
const JID = "romeo@localhost/orchard";
const message = (id: number) =>
  parseElement(`<message id="${id}" type="chat" from="juliet@localhost/b" to="romeo@localhost"/>`);

/** A detached session with so many unacknowledged messages; the disk is synced by `sync`. */
function setUp({ unacknowledged = 0, expired = {} as Readonly<Record<string, number>> } = {}) {
  const { router, outbox } = testRouter();
  const synced: (() => void)[] = [];
  const resumed: string[] = [];
  const ended: string[] = [];
  const session = new ClientSession(parseJid(JID), {
    router,
    outbox,
    nonza: () => {},
    detached: () => {},
    ended: ({ jid }) => void ended.push(jid.full),
    undelivered: () => {},
    onGrowth: () => {},
    maxUnacknowledged: 100,
    maxUnacknowledgedBytes: 1_000_000,
    now: () => 0,
  });
  session.management = new StreamManagementState("sm1");
  for (let id = 1; id <= unacknowledged; id++) session.deliver(message(id));
  const resumption: ResumableSessions = {
    resumable: (id, account) =>
      id === "sm1" && account === "romeo@localhost" && !session.hasEnded ? session : undefined,
    handledBefore: (id) => expired[id],
    resumed: ({ jid }) => void resumed.push(jid.full),
    load: async ({ management }) => {
      for (const _ of management?.load() ?? []) await Bun.sleep(0);
    },
    enable: () => "sm2",
    resumptionTime: 3_600_000,
    afterSync: (callback) => void synced.push(callback),
  };
  const open = () => {
    const stage = openTestStream();
    stage.stream.opened(streamHeader());
    stage.stream.authenticated("romeo@localhost");
    stage.sent.length = 0;
    return stage;
  };
  const ask = (stream: Stream, h = "0", previd = "sm1") =>
    resume(stream, parseElement(`<resume xmlns="${SM}" h="${h}" previd="${previd}"/>`), resumption, (told) =>
      stream.send(told),
    );
  const sync = async (): Promise<void> => {
    for (const callback of synced.splice(0)) callback();
    await Promise.resolve();
  };
  return { session, resumption, resumed, ended, open, ask, sync };
}

describe("<resumed/> is sent once what it counts is on the disk", () => {
  test("it is sent after the sync, and unacknowledged stanzas follow", async () => {
    const { session, resumed, open, ask, sync } = setUp({ unacknowledged: 3 });
    session.management?.countReceived();
    const { stream, sent } = open();
    const answered = ask(stream, "1");
    await Promise.resolve();
    expect([sent, resumed]).toEqual([[], []]);
    await sync();
    expect(await answered).toBeUndefined();
    expect(sent[0]).toBe(`<resumed xmlns="${SM}" previd="sm1" h="1"/>`);
    expect(sent.slice(1, 3).map((text) => /id="(\d)"/.exec(text)?.[1])).toEqual(["2", "3"]);
    expect(resumed).toEqual([JID]);
  });

  test("what is handled until then is counted, too", async () => {
    const { session, open, ask, sync } = setUp();
    const { stream, sent } = open();
    const answered = ask(stream);
    session.management?.countReceived();
    await sync();
    await answered;
    expect(sent[0]).toContain('h="1"');
  });

  test("so is <failed/> with the h of a session that has ended", async () => {
    const { open, ask, sync } = setUp({ expired: { old: 7 } });
    const { stream, sent } = open();
    let answer: string | undefined;
    void ask(stream, "0", "old").then((failed) => {
      answer = String(failed);
    });
    await Bun.sleep(0);
    expect([sent, answer]).toEqual([[], undefined]);
    await sync();
    await Bun.sleep(0);
    expect(answer).toContain('<failed xmlns="urn:xmpp:sm:3" h="7"><item-not-found');
  });
});

describe("between <resume/> and its answer", () => {
  test("a session that ends is not found", async () => {
    const { session, resumed, open, ask, sync } = setUp();
    const { stream } = open();
    const answered = ask(stream);
    session.end(new StreamError("conflict"));
    await sync();
    expect(String(await answered)).toContain("item-not-found");
    expect(resumed).toEqual([]);
  });

  test("a stream that has ended resumes nothing: the session waits for another", async () => {
    const { session, resumed, open, ask, sync } = setUp({ unacknowledged: 1 });
    const { stream } = open();
    const answered = ask(stream);
    stream.lost("reset");
    await sync();
    expect(await answered).toBeUndefined();
    expect([resumed, session.isConnected, session.hasEnded]).toEqual([[], false, false]);
  });

  test("the session's former stream is closed at once: what it sends is not counted any more", () => {
    const { session, open, ask } = setUp();
    const former = open();
    session.attach(former.stream);
    void ask(open().stream);
    expect([session.isConnected, former.sent.join().includes("conflict")]).toEqual([false, true]);
  });

  test("of two streams the last one gets the session, and the first one a conflict", async () => {
    const { session, open, ask, sync } = setUp();
    const [first, second] = [open(), open()];
    const answers = [ask(first.stream), ask(second.stream)];
    await sync();
    await Promise.all(answers);
    expect(session.stream).toBe(second.stream);
    expect(first.sent.join()).toContain("conflict");
  });
});

test("§5: after the stanzas that are sent again, <r/> is sent; the client is active", async () => {
  const { session, open, ask, sync } = setUp({ unacknowledged: 1 });
  session.setCsiPolicy(() => "later");
  session.deliver(message(2));
  const { stream, sent } = open();
  const answered = ask(stream);
  await sync();
  await answered;
  await Bun.sleep(0);
  expect(sent.filter((text) => text.startsWith("<message")).length).toBe(2);
  expect(sent).toContain(`<r xmlns="${SM}"/>`);
  expect(session.management?.unacknowledged.length).toBe(2);
});

test("§5: an h that is too high ends the new stream; the session stays resumable", async () => {
  const { session, open, ask } = setUp({ unacknowledged: 1 });
  const { stream } = open();
  expect(ask(stream, "2")).rejects.toThrow("you acknowledged 2 stanzas, but were sent 1");
  expect([session.hasEnded, session.management?.unacknowledged.length]).toEqual([false, 1]);
});

describe("§3: <enabled/>", () => {
  const enabled = (element: string, resumptionTime = 3_600_000) => {
    const { session, resumption, open } = setUp();
    session.management = undefined;
    const { stream } = open();
    session.attach(stream);
    const feature = streamManagement(resumption);
    const before = feature.offer?.(stream).length;
    const answer = enable(parseElement(element), session, { ...resumption, resumptionTime }).toString();
    return { answer, offers: [before, feature.offer?.(stream).length], session };
  };

  test("has an id and the resumption time where that is requested, once", () => {
    const { answer, offers, session } = enabled(`<enable xmlns="${SM}" resume="true"/>`);
    expect(answer).toBe(`<enabled xmlns="${SM}" id="sm2" resume="true" max="3600"/>`);
    expect(offers).toEqual([1, 0]);
    expect(session.management?.id).toBe("sm2");
  });

  test.each([
    [`<enable xmlns="${SM}"/>`, 3_600_000, `<enabled xmlns="${SM}"/>`],
    [`<enable xmlns="${SM}" resume="false"/>`, 3_600_000, `<enabled xmlns="${SM}"/>`],
    [`<enable xmlns="${SM}" resume="1"/>`, 999, `<enabled xmlns="${SM}"/>`],
    [`<enable xmlns="${SM}" resume="1"/>`, 1000, `<enabled xmlns="${SM}" id="sm2" resume="true" max="1"/>`],
    [`<enable xmlns="${SM}" resume="1"/>`, Number.POSITIVE_INFINITY, `<enabled xmlns="${SM}" id="sm2" resume="true"/>`],
  ])("%s where %d milliseconds are kept: %s", (element, time, answer) => {
    expect(enabled(element, time).answer).toBe(answer);
  });
});

test("§5: stored stanzas are loaded in portions before a session is resumed; it may end meanwhile", async () => {
  for (const isGone of [false, true]) {
    const { session, open, ask, sync } = setUp();
    const stored = [1, 2, 3].map((id) => ({ stanza: message(id), time: 0, bytes: 50, weight: 300 }));
    const unread = { count: 3, bytes: 150, read: () => stored.map((each) => [each]).values() };
    session.revive({
      id: "sm1",
      jid: JID,
      received: 4,
      acknowledged: 7,
      stored: unread,
      waiting: [],
      presence: undefined,
      priority: 0,
    });
    const { stream, sent } = open();
    const answered = ask(stream, "8");
    expect(session.management?.sentSinceRevival).toEqual([]);
    if (isGone) session.end(new StreamError("conflict"));
    for (let n = 0; n < 5; n++) await Bun.sleep(0);
    await sync();
    const answer = await answered;
    const repeated = sent.flatMap((text) => /^<message id="(\d)"/.exec(text)?.[1] ?? []);
    if (isGone) expect([String(answer).includes("item-not-found"), repeated]).toEqual([true, []]);
    else expect([answer, sent[0]?.includes('h="4"'), repeated]).toEqual([undefined, true, ["2", "3"]]);
  }
});

test.each(["", "h='1'", "previd='sm1'", "previd='' h='1'", "previd='sm1' h='x'"])(
  "§5: <resume %s/> is a bad request",
  async (attributes) => {
    const { resumption, open } = setUp();
    const { stream } = open();
    const element = parseElement(`<resume xmlns='${SM}' ${attributes}/>`);
    expect(String(await resume(stream, element, resumption, () => {}))).toContain("<bad-request");
  },
);

describe("elements of XEP-0198 to a session", () => {
  const answersTo = (element: string, { isManaged = true } = {}): string[] => {
    const { session, resumption, open } = setUp();
    if (!isManaged) session.management = undefined;
    const { stream, sent: told } = open();
    session.attach(stream);
    handleNonza(parseElement(element), session, { ...resumption, afterSync: (callback) => callback() });
    return told;
  };

  test("<r/> is answered where Stream Management is enabled, and ignored where it is not", () => {
    expect(answersTo(`<r xmlns="${SM}"/>`)).toEqual([`<a xmlns="${SM}" h="0"/>`]);
    expect(answersTo(`<r xmlns="${SM}"/>`, { isManaged: false })).toEqual([]);
    expect(answersTo(`<a xmlns="${SM}" h="5"/>`, { isManaged: false })).toEqual([]);
  });

  test("elements out of turn get <failed/>; unknown ones and wrong counts end the stream", () => {
    expect(answersTo(`<resume xmlns="${SM}" previd="sm1" h="0"/>`).join()).toContain("<unexpected-request");
    expect(answersTo(`<enable xmlns="${SM}"/>`).join()).toContain("<unexpected-request");
    for (const element of ["<b/>", "<a/>", "<a h='-1'/>", "<a h='1'/>"])
      expect(() => answersTo(element.replace(/<(.)/, `<$1 xmlns='${SM}'`))).toThrow(StreamError);
  });
});
