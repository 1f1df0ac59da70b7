/** RFC 7395: frames of a stream. */
import { describe, expect, test } from "bun:test";
import type { WebSocketConnection } from "../http.ts";
import { type Task, Turns } from "../net/turns.ts";
import { xml } from "../stanza.ts";
import { limitsFor } from "../xml/limits.ts";
import { print } from "../xml/print.ts";
import { WebSocketFraming } from "./framing-websocket.ts";

const LIMITS = limitsFor(10_000);
const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>";
const CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const MANY = 600;

/** Milliseconds that have passed for the turns: only what the test lets pass. */
interface Clock {
  now: number;
}

type TakesTurns = ConstructorParameters<typeof WebSocketFraming>[2];

/** A framing over a WebSocket that notes what is asked of it and sent, and hears `work` done for each element. */
function framed(work: (framing: WebSocketFraming, id: string, clock: Clock) => void = () => {}, given?: TakesTurns) {
  const notes: string[] = [];
  const sent: string[] = [];
  const heard: string[] = [];
  const unsent = { bytes: 0 };
  const drains: (() => void)[] = [];
  const note = (what: string) => () => void notes.push(what);
  const connection: WebSocketConnection = {
    remoteAddress: "192.0.2.1",
    send: (text) => void sent.push(text),
    get unsent() {
      return unsent.bytes;
    },
    whenDrained: (callback) => void drains.push(callback),
    authenticated: note("authenticated"),
    pause: note("pause"),
    resume: note("resume"),
    close: (code) => void notes.push(`close ${code}`),
  };
  const clock = { now: 0 };
  const ownTurns = new Turns({
    isFull: () => false,
    monotonic: () => clock.now,
    log: { error: ({ error }) => void heard.push(String(error)) },
  });
  const framing = new WebSocketFraming(connection, LIMITS, given ?? ownTurns);
  framing.listen({
    opened: (header) => void heard.push(print(header)),
    element: (element) => {
      heard.push(element.attrs.id ?? print(element));
      work(framing, element.attrs.id, clock);
    },
    ended: () => void heard.push("ended"),
    secured: () => {},
    failed: ({ condition }) => void heard.push(condition),
    lost: (reason) => void heard.push(`lost: ${reason}`),
  });
  return { framing, notes, sent, heard, unsent, drains };
}

/** The same behind an <open/>. */
function opened(work?: Parameters<typeof framed>[0]) {
  const all = framed(work);
  all.framing.message(OPEN);
  all.heard.length = 0;
  return all;
}

const message = (id: number | string): string => `<message xmlns='jabber:client' id='${id}'/>`;

const inOrder = Array.from({ length: MANY }, (_, n) => String(n));

/** Slow enough that all are six turns of the event loop. */
function takeTime(_framing: WebSocketFraming, _id: string, clock: Clock): void {
  clock.now += 0.1;
}

async function untilHeard(heard: readonly string[], count: number): Promise<void> {
  while (heard.length < count) await new Promise(setImmediate);
}

test("§3.3.1: the attributes of <open/> are those of a stream's header", () => {
  const { framing, heard, sent } = framed();
  framing.message(
    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='romeo@localhost' to='localhost' version='1.0' xml:lang='fr'/>",
  );
  expect(heard).toEqual([
    '<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="localhost" from="romeo@localhost" version="1.0" xml:lang="fr"/>',
  ]);
  framing.open({ id: "1", from: "localhost", to: undefined, version: "1.0", "xml:lang": "en" });
  expect(sent).toEqual([
    '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" id="1" from="localhost" version="1.0" xml:lang="en"/>',
  ]);
});

describe("§3.3.3: each message declares its own namespaces", () => {
  const STREAMS = "http://etherx.jabber.org/streams";
  test.each([
    [
      xml("message", { id: "1" }, xml("body", {}, "a")),
      '<message xmlns="jabber:client" id="1"><body>a</body></message>',
    ],
    [xml("presence"), '<presence xmlns="jabber:client"/>'],
    [xml("r", { xmlns: "urn:xmpp:sm:3" }), '<r xmlns="urn:xmpp:sm:3"/>'],
    [
      xml("stream:features", {}, xml("sm", { xmlns: "a" })),
      `<stream:features xmlns:stream="${STREAMS}"><sm xmlns="a"/></stream:features>`,
    ],
    [xml("stream:error", { "xmlns:stream": STREAMS }), `<stream:error xmlns:stream="${STREAMS}"/>`],
  ])("%s", (element, frame) => {
    const { framing, sent } = framed();
    expect(framing.send(element)).toBe(Buffer.byteLength(frame));
    expect(sent).toEqual([frame]);
  });
});

test("what is received has the namespace of the stream, as over TCP", () => {
  const { framing, heard } = opened();
  framing.message("<message xmlns='jabber:client'><body>a</body></message>");
  framing.message("<a:iq xmlns:a='jabber:client' type='get'/>");
  framing.message("<message><body>b</body></message>");
  framing.message("<message xmlns='jabber:server'/>");
  expect(heard).toEqual([
    "<message><body>a</body></message>",
    '<iq xmlns:a="jabber:client" type="get"/>',
    "<message><body>b</body></message>",
    '<message xmlns="jabber:server"/>',
  ]);
});

describe("RFC 6120 §4.9.3: what cannot be read", () => {
  test.each([
    ["white space, which keeps no connection alive here (§3.8)", " ", "not-well-formed"],
    ["nothing", "", "not-well-formed"],
    ["text around an element", `${message(1)}a`, "not-well-formed"],
    ["two elements in one message", message(1) + message(2), "not-well-formed"],
    ["an element that the next message ends", "<message xmlns='jabber:client'>", "not-well-formed"],
    [
      "a stream's header as over TCP",
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
      "not-well-formed",
    ],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${message(1)}`, "restricted-xml"],
    ["a comment", `<!-- a -->${message(1)}`, "restricted-xml"],
    ["a processing instruction", `<message xmlns='jabber:client'><?a?></message>`, "restricted-xml"],
    [
      "more than may be sent before signing in",
      `<message xmlns='jabber:client'>${"a".repeat(10_000)}</message>`,
      "policy-violation",
    ],
    ["another <open/>", OPEN, "invalid-xml"],
    ["another element of the namespace", "<a xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>", "bad-format"],
  ])("%s", (_what, text, condition) => {
    const { framing, heard } = opened();
    framing.message(text);
    expect(heard).toEqual([condition]);
  });

  test("an element before <open/>, at the start and after a restart (§3.4, §3.7)", () => {
    const { framing, heard } = framed();
    framing.message(message(1));
    expect(heard).toEqual(["invalid-namespace"]);
    const other = opened((restarted) => restarted.restart());
    other.framing.message(message("a"));
    other.framing.message(message("b"));
    expect(other.heard).toEqual(["a", "invalid-namespace"]);
  });
});

test("§3.2: a binary message, in its order, ends the stream; the close frame says why", () => {
  const { framing, notes, heard } = opened(takeTime);
  framing.message(message("a"));
  framing.binary();
  expect(heard).toEqual(["a", "unsupported-encoding"]);
  framing.close();
  expect(notes).toEqual(["close 1003"]);
});

describe("§3.6: closing", () => {
  test("a <close/> of the peer ends the stream", () => {
    const { framing, heard } = opened();
    framing.message(CLOSE);
    expect(heard).toEqual(["ended"]);
  });
  test("ours comes before the close frame, once", () => {
    const { framing, notes, sent } = opened();
    framing.open({});
    sent.length = 0;
    framing.close();
    framing.close();
    expect([sent, notes]).toEqual([['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>'], ["close 1000"]]);
  });
  test("ours may come before the peer's: the peer is read until it closes as well (RFC 6120 §4.4)", () => {
    const { framing, notes, sent, heard } = opened();
    framing.open({});
    sent.length = 0;
    framing.closeOutput();
    framing.message(message("a"));
    framing.message(CLOSE);
    framing.close();
    expect([sent, heard, notes]).toEqual([
      ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>'],
      ["a", "ended"],
      ["close 1000"],
    ]);
  });
  test("nothing is sent or heard afterwards", () => {
    const { framing, sent, heard } = opened();
    framing.close();
    framing.send(xml("message"));
    framing.message(message(1));
    framing.binary();
    expect([sent, heard]).toEqual([[], []]);
  });
  test("XEP-0198 §5: a connection that is closed alone leaves the stream open", () => {
    const { framing, notes, sent } = opened();
    framing.open({});
    sent.length = 0;
    framing.closeConnection();
    expect([sent, notes]).toEqual([[], ["close 1001"]]);
  });
});

test("a peer that sends much at once yields to others, is not read from meanwhile, and keeps its order", async () => {
  const { framing, notes, heard } = opened(takeTime);
  // All of it is under way when the connection is paused.
  for (const id of inOrder) framing.message(message(id));
  expect(heard.length).toBeLessThan(MANY);
  expect(notes).toEqual(["pause"]);
  await untilHeard(heard, MANY);
  expect(heard).toEqual(inOrder);
  expect(notes).toEqual(["pause", "resume"]);
});

test("while the stream has paused reading, what arrives is kept", () => {
  const { framing, notes, heard } = opened((framed) => framed.pause());
  for (const id of ["a", "b", "c"]) framing.message(message(id));
  expect([heard, notes]).toEqual([["a"], ["pause"]]);
  framing.resume();
  expect([heard, notes]).toEqual([["a", "b"], ["pause"]]);
  framing.resume();
  expect(heard).toEqual(["a", "b", "c"]);
});

test.each([
  ["long messages", "x".repeat(9936), 402],
  ["empty ones, which take memory too", "", 62_657],
])("what is kept is bounded: %s", (_what, text, most) => {
  const { framing, heard } = opened((framed) => framed.pause());
  framing.message(message("a"));
  let count = 0;
  for (; heard.length === 1; count += 1) framing.message(text);
  expect(heard).toEqual(["a", "policy-violation"]);
  expect(count).toBe(most);
});

test("what a restart has dropped does not count any more", () => {
  const { framing, heard } = opened((framed) => framed.pause());
  framing.message(message("a"));
  const half = (): void => {
    for (let n = 0; n < 300; n += 1) framing.message("x".repeat(9936));
  };
  half();
  framing.restart();
  half();
  expect(heard).toEqual(["a"]);
});

test("whoever waits for the peer to have read is called by the connection", () => {
  const { framing, drains } = framed();
  let calls = 0;
  framing.whenDrained(() => {
    calls += 1;
  });
  for (const drained of drains) drained();
  expect(calls).toBe(1);
});

test("after authentication, its limits apply", () => {
  const { framing, heard, notes } = opened();
  framing.authenticated(limitsFor(100_000), "romeo@localhost");
  framing.message(`<message xmlns='jabber:client' id='a'>${"a".repeat(90_000)}</message>`);
  framing.message(`<message xmlns='jabber:client'>${"a".repeat(100_000)}</message>`);
  expect([heard, notes]).toEqual([["a", "policy-violation"], ["authenticated"]]);
});

test.each(["restart", "close"] as const)("after %s nothing is left of what was said before", async (forget) => {
  const { framing, heard } = opened((framed, id, clock) => {
    takeTime(framed, id, clock);
    if (id === "500") framed[forget]();
  });
  for (const id of inOrder) framing.message(message(id));
  await untilHeard(heard, 501);
  await new Promise(setImmediate);
  expect(heard).toEqual(inOrder.slice(0, 501));
});

test("a long message is read in portions, between which others have their turn", () => {
  const tasks: Task[] = [];
  const { framing, heard } = framed(undefined, { take: (_owner, task) => void tasks.push(task) });
  framing.authenticated(limitsFor(1_000_000), "romeo@localhost");
  framing.message(OPEN);
  framing.message(`<message xmlns='jabber:client' id='a'>${"\u{1f339}".repeat(50_000)}</message>`);
  framing.message(message("b"));
  const [task = () => false] = tasks;
  const isOver = (): boolean => true;
  let portions = 0;
  while (task(isOver)) portions += 1;
  expect(heard.slice(1)).toEqual(["a", "b"]);
  // <open/>, and 100,042 characters in portions of 16,384; the last turn has <message id="b"/>.
  expect(portions).toBe(1 + 7);
  expect(tasks).toHaveLength(1);
});

test("nothing is read from a peer that does not read what is sent to it, until it does", () => {
  const { framing, notes, heard, unsent, drains } = opened((_, id) => {
    if (id === "a") unsent.bytes = 300_000;
  });
  for (const id of ["a", "b", "c"]) framing.message(message(id));
  expect([heard, notes, drains.length]).toEqual([["a"], ["pause"], 1]);
  unsent.bytes = 0;
  drains[0]?.();
  expect([heard, notes]).toEqual([
    ["a", "b", "c"],
    ["pause", "resume"],
  ]);
});

test("what was received before the connection was lost is handled before the loss", async () => {
  const { framing, heard } = opened(takeTime);
  for (const id of inOrder) framing.message(message(id));
  framing.closed("reset");
  await untilHeard(heard, MANY + 1);
  expect(heard).toEqual([...inOrder, "lost: reset"]);
});

test("a connection that is lost while reading is paused is reported at once", () => {
  const { framing, heard } = opened((framed) => framed.pause());
  framing.message(message("a"));
  framing.message(message("b"));
  framing.closed("reset");
  expect(heard).toEqual(["a", "lost: reset"]);
});

test("§3.9: the stream is secure from its beginning, and has no TLS of its own that SASL could be bound to", () => {
  const { framing } = framed();
  expect([framing.isSecure, framing.tls]).toEqual([true, undefined]);
  expect(() => framing.secure()).toThrow();
});
