/** XEP-0124: sessions in time: what is held, what is too late, too soon or too much. */
import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import type { HttpRequest } from "../../http.ts";
import { ConnectionLimits } from "../../net/connection-limits.ts";
import { Turns } from "../../net/turns.ts";
import { xml } from "../../stanza.ts";
import { limitsFor } from "../../xml/limits.ts";
import { print } from "../../xml/print.ts";
import type { BoshFraming } from "./framing-bosh.ts";
import { BoshSessions } from "./sessions.ts";

const SECOND = 1000;
const MESSAGE = xml("message", {}, xml("body", {}, "hi"));
const SENT_MESSAGE = '<message xmlns="jabber:client"><body>hi</body></message>';
const EMPTY = '<body xmlns="http://jabber.org/protocol/httpbind"/>';
const ended = (condition: string): string => EMPTY.replace("/>", ` type="terminate" condition="${condition}"/>`);

/** Until what was planned for this turn of the event loop and the next is done. */
const loop = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));

interface Posted {
  /** The response; undefined while there is none. */
  readonly text: string | undefined;
  cut(): void;
}

/** One session, created by rid 10, whose stream notes what it hears. */
async function trial(creation: Readonly<Record<string, string>> = {}, perSecond = 1_000_000) {
  const clock = manualClock();
  const heard: string[] = [];
  let framing: BoshFraming | undefined;
  const turns = new Turns({ isFull: () => false, log: { error: ({ error }) => void heard.push(String(error)) } });
  const sessions = new BoshSessions({
    domains: new Set(["localhost"]),
    times: { wait: 55 * SECOND, inactivity: 60 * SECOND, pause: 120 * SECOND },
    limits: limitsFor(10_000),
    maxUnsent: 100_000,
    rate: { burst: 10 * perSecond, perSecond },
    sessionLimits: new ConnectionLimits({ connections: 10, pendingPerNetwork: 3 }),
    turns,
    clock,
    id: () => `sid${sessions.size}`,
    accept: (opened) => {
      framing = opened;
      opened.listen({
        opened: () => {
          heard.push("opened");
          opened.open({ id: "stream", from: "localhost", version: "1.0" });
          opened.send(xml("stream:features"));
        },
        element: (element: Element) => void heard.push(print(element)),
        ended: () => {
          heard.push("ended");
          opened.close();
        },
        secured: () => {},
        failed: ({ condition }) => void heard.push(condition),
        lost: (reason) => void heard.push(`lost: ${reason}`),
      });
    },
    log: { debug: () => {} },
  });
  const post = async (attributes: Readonly<Record<string, string>>, payloads = ""): Promise<Posted> => {
    const cutter = new AbortController();
    const printed = Object.entries(attributes).map(([name, value]) => ` ${name}='${value}'`);
    const body = `<body xmlns='http://jabber.org/protocol/httpbind'${printed.join("")}>${payloads}</body>`;
    const request = new Request("https://localhost/http-bind", { method: "POST", body, signal: cutter.signal });
    const http: HttpRequest = {
      ...{ request, path: "/http-bind", query: "", host: "localhost", remoteAddress: "192.0.2.1" },
      ...{ allowTime: () => {}, allowSlowBody: () => {} },
    };
    let text: string | undefined;
    void sessions.answer(http).then(async (response) => {
      text = await response.text();
    });
    await loop();
    return {
      get text() {
        return text;
      },
      cut: () => cutter.abort(),
    };
  };
  const first = await post({ rid: "10", to: "localhost", wait: "60", hold: "1", ...creation });
  if (!framing) throw new Error(`no session: ${first.text}`);
  const opened = framing;
  /** A request of this session. */
  const ask = (rid: number, payloads = "", attributes: Readonly<Record<string, string>> = {}): Promise<Posted> =>
    post({ rid: String(rid), sid: "sid0", ...attributes }, payloads);
  const pass = async (milliseconds: number): Promise<void> => {
    await clock.advanceSettled(milliseconds);
    await loop();
  };
  const send = async (element = MESSAGE): Promise<void> => {
    opened.send(element);
    await loop();
  };
  return { sessions, framing: opened, heard, first, post, ask, pass, send };
}

describe("§8: payloads", () => {
  test("a request is held until there is a payload, and not longer than wait", async () => {
    const { ask, pass, send } = await trial();
    const carried = await ask(11);
    await pass(54 * SECOND);
    expect(carried.text).toBeUndefined();
    await send();
    expect(carried.text).toBe(EMPTY.replace("/>", `>${SENT_MESSAGE}</body>`));
    const empty = await ask(12);
    await pass(55 * SECOND);
    expect(empty.text).toBe(EMPTY);
  });

  test("no more requests are held than hold: the oldest is answered", async () => {
    const { ask, pass } = await trial();
    const held = await ask(11);
    await pass(10 * SECOND);
    const other = await ask(12, "<presence/>");
    expect([held.text, other.text]).toEqual([EMPTY, undefined]);
  });

  test("payloads are forwarded, and requests answered, in the order of the rids", async () => {
    const { ask, heard, send } = await trial();
    const second = await ask(12, "<iq id='2'/>");
    expect(heard).toEqual(["opened"]);
    const first = await ask(11, "<iq id='1'/>");
    expect(heard).toEqual(["opened", '<iq id="1"/>', '<iq id="2"/>']);
    expect([first.text, second.text]).toEqual([EMPTY, undefined]);
    await send();
    expect(second.text).toContain(SENT_MESSAGE);
  });

  test("what is sent while no request waits is carried by the next one, at once", async () => {
    const { ask, send } = await trial();
    await send();
    await send();
    expect((await ask(11)).text).toBe(EMPTY.replace("/>", `>${SENT_MESSAGE}${SENT_MESSAGE}</body>`));
  });

  test("more than limits.unsent ends the session", async () => {
    const { heard, send, ask, framing } = await trial();
    await send(xml("message", {}, xml("body", {}, "x".repeat(100_000))));
    expect(heard).toEqual(["opened", "lost: overflow"]);
    expect(framing.takeUndelivered()).toHaveLength(1);
    expect((await ask(11)).text).toBe(ended("item-not-found"));
  });
});

describe("§10: inactivity", () => {
  test("without a request for longer than inactivity, the session ends, and there is none any more", async () => {
    const { ask, pass, heard, sessions } = await trial();
    await pass(59 * SECOND);
    expect(heard).toEqual(["opened"]);
    await pass(SECOND);
    expect(heard).toEqual(["opened", "lost: inactive"]);
    expect(sessions.size).toBe(0);
    expect((await ask(11)).text).toBe(ended("item-not-found"));
  });

  test("it is not inactive while a request is held", async () => {
    const { ask, pass, heard } = await trial();
    await pass(50 * SECOND);
    await ask(11);
    await pass(50 * SECOND);
    await ask(12, "<presence/>");
    await pass(50 * SECOND);
    expect(heard).toEqual(["opened", "<presence/>"]);
  });

  test("a held request whose connection is gone counts for nothing", async () => {
    const { ask, pass, heard } = await trial();
    const held = await ask(11);
    held.cut();
    await pass(59 * SECOND);
    expect(heard).toEqual(["opened"]);
    await pass(SECOND);
    expect(heard).toEqual(["opened", "lost: inactive"]);
  });

  test("a request that waits for a lost one before it is told when the session ends", async () => {
    const { ask, pass, heard } = await trial();
    const early = await ask(12, "<presence/>");
    await pass(60 * SECOND);
    expect(heard).toEqual(["opened", "lost: inactive"]);
    expect(early.text).toBe(ended("item-not-found"));
  });

  test("with a pause, all requests are answered, that one without payloads, and so much time may pass once", async () => {
    const { ask, pass, heard, send } = await trial();
    const held = await ask(11);
    const pause = await ask(12, "", { pause: "120" });
    expect([held.text, pause.text]).toEqual([EMPTY, EMPTY]);
    await pass(119 * SECOND);
    await send();
    expect((await ask(13)).text).toContain(SENT_MESSAGE);
    await pass(59 * SECOND);
    expect(heard).toEqual(["opened"]);
    await pass(SECOND);
    expect(heard).toEqual(["opened", "lost: inactive"]);
  });

  test("a pause may be shorter than inactivity, and not longer than maxpause", async () => {
    const { ask, pass, heard } = await trial();
    await ask(11, "", { pause: "10" });
    await pass(10 * SECOND);
    expect(heard).toEqual(["opened", "lost: inactive"]);
    const other = await trial();
    expect((await other.ask(11, "", { pause: "121" })).text).toBeUndefined();
  });
});

describe("§11: overactivity", () => {
  test("more requests at once than requests are a policy-violation", async () => {
    const { ask, heard, framing } = await trial();
    framing.pause();
    const requests = [await ask(11, "<a/>"), await ask(12, "<a/>"), await ask(13, "<a/>")];
    expect(requests.map(({ text }) => text)).toEqual([
      ended("other-request"),
      ended("other-request"),
      ended("policy-violation"),
    ]);
    expect(heard).toEqual(["opened", "lost: too many requests at once"]);
  });

  test("one more may terminate the session", async () => {
    const { ask, heard, framing } = await trial();
    framing.pause();
    const requests = [await ask(11, "<a/>"), await ask(12, "<a/>"), await ask(13, "", { type: "terminate" })];
    framing.resume();
    await loop();
    expect(requests.map(({ text }) => text)).toEqual([EMPTY.replace("/>", ' type="terminate"/>'), EMPTY, EMPTY]);
    expect(heard.at(-1)).toBe("ended");
  });

  test("an empty request right behind another one that is held is a policy-violation, and is none after polling seconds", async () => {
    const soon = await trial();
    await soon.ask(11);
    await soon.pass(1.9 * SECOND);
    expect((await soon.ask(12)).text).toBe(ended("policy-violation"));
    const later = await trial();
    await later.ask(11);
    await later.pass(2 * SECOND);
    expect((await later.ask(12)).text).toBeUndefined();
  });
});

describe("work that waits for its turn", () => {
  test("an empty request is not blamed for one that has come behind it", async () => {
    const { ask, framing, heard } = await trial();
    framing.pause();
    await ask(11);
    await ask(12, "<presence/>");
    framing.resume();
    await loop();
    expect(heard).toEqual(["opened", "<presence/>"]);
  });

  test("what is much is carried by a request whose own payloads still wait", async () => {
    const { ask, framing, send } = await trial();
    framing.pause();
    await send(xml("message", {}, "x".repeat(70_000)));
    expect((await ask(11, "<presence/>")).text).toContain("xxx");
    await send();
    const next = await ask(12, "<presence/>");
    expect(next.text).toBeUndefined();
    framing.resume();
    await loop();
    expect(next.text).toContain(SENT_MESSAGE);
  });

  test("where more than four of the longest bodies wait, the session ends", async () => {
    const { ask, framing, send, heard } = await trial();
    framing.pause();
    for (let rid = 11; rid < 17; rid++) {
      await send(xml("message", {}, "x".repeat(70_000)));
      await ask(rid, "<presence/>".repeat(1300));
    }
    expect(heard.at(-1)).toBe("lost: more is sent than can be read at once");
  });
});

describe("§12: polling sessions", () => {
  test("a request is answered at once", async () => {
    const { ask, pass, send } = await trial({ hold: "0" });
    expect((await ask(11)).text).toBe(EMPTY);
    await pass(2 * SECOND);
    await send();
    expect((await ask(12)).text).toContain(SENT_MESSAGE);
  });

  test("two empty requests within polling seconds are a policy-violation, unless the first brought something", async () => {
    const { ask, pass, send, heard } = await trial({ wait: "0" });
    await send();
    expect((await ask(11)).text).toContain(SENT_MESSAGE);
    expect((await ask(12)).text).toBe(EMPTY);
    await pass(2 * SECOND);
    expect((await ask(13)).text).toBe(EMPTY);
    expect((await ask(14, "<presence/>")).text).toBe(EMPTY);
    expect((await ask(15)).text).toBe(EMPTY);
    expect((await ask(16)).text).toBe(ended("policy-violation"));
    expect(heard.at(-1)).toBe("lost: requests without payloads come too often");
  });
});

describe("§14.3: broken connections", () => {
  test("a response that nobody has read is sent again when its request is repeated", async () => {
    const { ask, send, framing } = await trial();
    (await ask(11)).cut();
    await send();
    expect((await ask(11)).text).toContain(SENT_MESSAGE);
    await ask(12);
    expect(framing.takeUndelivered()).toEqual([]);
  });

  test("a client that makes no request behind a response is not known to have it", async () => {
    const { ask, send, framing } = await trial();
    await ask(11);
    await send();
    await ask(12);
    await send(xml("message", { id: "2" }));
    expect(framing.takeUndelivered().map(print)).toEqual(['<message id="2"/>']);
  });

  test("what nobody has read is known: it was not delivered", async () => {
    const { ask, send, framing } = await trial();
    (await ask(11)).cut();
    await send();
    await send(xml("r", { xmlns: "urn:xmpp:sm:3" }));
    await send(xml("message", { id: "2" }));
    expect(framing.takeUndelivered().map(print)).toEqual([print(MESSAGE), '<message id="2"/>']);
    expect(framing.takeUndelivered()).toEqual([]);
  });

  test("a request that is repeated while it is held takes the place of the first one, which is told of an error", async () => {
    const { ask, send, heard } = await trial();
    const first = await ask(11, "<presence/>");
    const again = await ask(11, "<presence/>");
    expect([first.text, again.text]).toEqual([EMPTY.replace("/>", ' type="error"/>'), undefined]);
    await send();
    expect(again.text).toContain(SENT_MESSAGE);
    expect(heard).toEqual(["opened", "<presence/>"]);
  });
});

describe("§9: acknowledgements", () => {
  test("§9.1: a response says which request was received last, where that is another one", async () => {
    const { ask, first } = await trial({ ack: "1" });
    expect(first.text).toContain(' ack="10"');
    const held = await ask(11);
    const other = await ask(12, "<presence/>");
    expect(held.text).toBe(EMPTY.replace("/>", ' ack="12"/>'));
    await ask(13, "<presence/>");
    expect(other.text).toBe(EMPTY.replace("/>", ' ack="13"/>'));
  });

  test("§9.2: a client that misses a response is told that it was sent, and when", async () => {
    const { ask, pass } = await trial({ ack: "1" });
    await ask(11, "<presence/>");
    const next = await ask(12, "<presence/>");
    await pass(1500);
    await ask(13, "<presence/>", { ack: "10" });
    expect(next.text).toBe(EMPTY.replace("/>", ' ack="13" report="11" time="1500"/>'));
  });

  test("§9.2: one that was sent just now is not missed", async () => {
    const { ask } = await trial({ ack: "1" });
    await ask(11, "<presence/>");
    const next = await ask(12, "<presence/>");
    await ask(13, "<presence/>", { ack: "10" });
    expect(next.text).toBe(EMPTY.replace("/>", ' ack="13"/>'));
  });
});

describe("sessions are bounded", () => {
  const creation = { rid: "1", to: "localhost" };

  test("of those in which nobody has signed in, one address has so many", async () => {
    const { post, framing } = await trial();
    for (const _ of [2, 3]) expect((await post(creation)).text).toContain(" sid=");
    expect((await post(creation)).text).toBe(ended("policy-violation"));
    framing.authenticated(limitsFor(10_000), "romeo@localhost");
    expect((await post(creation)).text).toContain(" sid=");
  });

  test("limits.rate: who sends more for long is read more slowly, in order", async () => {
    const { ask, heard, pass } = await trial({}, 2000);
    const long = `<message><body>${"x".repeat(9000)}</body></message>`;
    for (const rid of [11, 12]) await ask(rid, long);
    const slow = await ask(13, long);
    expect(heard).toHaveLength(3);
    await pass(3000);
    expect(heard).toHaveLength(3);
    await pass(1500);
    expect(heard).toHaveLength(4);
    expect(slow.text).toBeUndefined();
  });

  test("limits.rate: of a session that has sent too much, so many bodies wait; with more it ends", async () => {
    const { ask, sessions, pass, heard } = await trial({}, 2000);
    const long = `<message><body>${"x".repeat(9000)}</body></message>`;
    for (const rid of [11, 12]) await ask(rid, long);
    const waiting = [await ask(13, long), await ask(14, long), await ask(14, long)];
    expect([sessions.size, ...waiting.map(({ text }) => text)]).toEqual([1, undefined, undefined, undefined]);
    expect((await ask(14, long)).text).toBe(ended("policy-violation"));
    expect(sessions.size).toBe(0);
    await pass(60_000);
    expect(heard).toHaveLength(4);
    expect(waiting.map(({ text }) => text)).toEqual(Array(3).fill(ended("policy-violation")));
  });

  test("those that have ended do not count", async () => {
    const { post, ask, sessions } = await trial();
    await ask(11, "", { type: "terminate" });
    expect(sessions.size).toBe(0);
    for (const _ of [1, 2, 3]) expect((await post(creation)).text).toContain(" sid=");
  });

  test("when the server stops, all are told, and none is created", async () => {
    const { post, ask, sessions } = await trial();
    const held = await ask(11);
    await sessions.stop();
    await loop();
    expect(held.text).toBe(ended("system-shutdown"));
    expect((await post(creation)).text).toBe(ended("system-shutdown"));
  });
});

test("what a session has ended with is told to the next request, where none was held", async () => {
  const { framing, ask, pass } = await trial();
  framing.send(xml("stream:error", {}, xml("conflict", { xmlns: "urn:ietf:params:xml:ns:xmpp-streams" })));
  framing.close();
  await loop();
  const told = await ask(11);
  expect(told.text).toContain('type="terminate" condition="remote-stream-error"');
  expect(told.text).toContain("<conflict ");
  await pass(61 * SECOND);
  expect((await ask(11)).text).toBe(ended("item-not-found"));
});
