import { expect, test } from "bun:test";
import type { Connection } from "../net/connection.ts";
import { Turns } from "../net/turns.ts";
import { limitsFor } from "../xml/limits.ts";
import type { FramingListener } from "./framing.ts";
import { TcpFraming } from "./framing-tcp.ts";

const LIMITS = limitsFor(10_000);
const HEADER = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const MANY = 1000;
const stanzas = Array.from({ length: MANY }, (_, n) => `<message id='${n}'/>`).join("");

/** A framing over a connection that notes what is asked of it, and hears `work` done for each element. */
function framed(work: (framing: TcpFraming, id: string, clock: Clock) => void = () => {}, namespace = "jabber:client") {
  const notes: string[] = [];
  const heard: string[] = [];
  const unsent = { bytes: 0 };
  const drains: (() => void)[] = [];
  const note = (what: string) => () => void notes.push(what);
  const connection = {
    remoteAddress: "192.0.2.1",
    remotePort: 5,
    localPort: 5222,
    tls: undefined,
    send: note("send"),
    get unsent() {
      return unsent.bytes;
    },
    flush: note("flush"),
    whenDrained: (callback: () => void) => {
      drains.push(callback);
    },
    startTls: note("startTls"),
    authenticated: note("established"),
    pause: note("pause"),
    resume: note("resume"),
    end: note("end"),
    destroy: note("destroy"),
  } satisfies Connection;
  const clock = { now: 0 };
  const turns = new Turns({
    isFull: () => false,
    monotonic: () => clock.now,
    log: { error: ({ error }) => void heard.push(String(error)) },
  });
  const framing = new TcpFraming(connection, namespace, LIMITS, turns);
  const listener: FramingListener = {
    opened: () => {},
    element: ({ attrs }) => {
      heard.push(attrs.id);
      work(framing, attrs.id, clock);
    },
    ended: () => void heard.push("ended"),
    secured: () => {},
    failed: ({ condition }) => void heard.push(condition),
    lost: (reason) => void heard.push(`lost: ${reason}`),
  };
  framing.listen(listener);
  framing.data(Buffer.from(HEADER));
  return { framing, notes, heard, unsent, drains, turns };
}

/** Milliseconds that have passed for the turns: only what the test lets pass. */
interface Clock {
  now: number;
}

/** Slow enough that a thousand elements are ten turns of the event loop. */
function takeTime(_framing: TcpFraming, _id: string, clock: Clock): void {
  clock.now += 0.1;
}

async function untilHeard(heard: readonly string[], count: number): Promise<void> {
  while (heard.length < count) await new Promise(setImmediate);
}

const inOrder = Array.from({ length: MANY }, (_, n) => String(n));

test("a peer that sends much at once yields to others, is not read from meanwhile, and keeps its order", async () => {
  const { framing, notes, heard } = framed(takeTime);
  framing.data(Buffer.from(stanzas));
  expect(heard.length).toBeLessThan(MANY);
  expect(notes).toEqual(["pause"]);
  await untilHeard(heard, MANY);
  expect(heard).toEqual(inOrder);
  expect(notes).toEqual(["pause", "resume"]);
});

test("a little that waits for its turn leaves the connection as it is; the more that comes meanwhile does not", async () => {
  const { framing, notes, heard, turns } = framed();
  turns.take("another", () => heard.length === 0);
  framing.data(Buffer.from("<message id='a'/>"));
  framing.data(Buffer.from("<message id='b'/>"));
  expect([heard, notes]).toEqual([[], []]);
  framing.data(Buffer.from(stanzas));
  expect([heard, notes]).toEqual([[], ["pause"]]);
  await untilHeard(heard, MANY + 2);
  expect(heard).toEqual(["a", "b", ...inOrder]);
  expect(notes).toEqual(["pause", "resume"]);
});

test("what was received before the connection was lost is handled before the loss", async () => {
  const { framing, heard } = framed(takeTime);
  framing.data(Buffer.from(stanzas));
  framing.closed("reset");
  await untilHeard(heard, MANY + 1);
  expect(heard).toEqual([...inOrder, "lost: reset"]);
});

test("while the stream has paused reading, what arrives is kept", () => {
  const { framing, notes, heard } = framed((framed) => framed.pause());
  framing.data(Buffer.from("<message id='a'/>"));
  framing.data(Buffer.from("<message id='b'/>"));
  expect([heard, notes]).toEqual([["a"], ["pause"]]);
  framing.resume();
  expect(heard).toEqual(["a", "b"]);
});

test("a connection that is lost while reading is paused is reported at once", () => {
  const { framing, heard } = framed((framed) => framed.pause());
  framing.data(Buffer.from("<message id='a'/>"));
  framing.data(Buffer.from("<message id='b'/>"));
  framing.closed("reset");
  expect(heard).toEqual(["a", "lost: reset"]);
});

test.each(["restart", "secure", "close"] as const)(
  "after %s nothing is left of what was said before",
  async (forget) => {
    const { framing, heard } = framed((framed, id, clock) => {
      takeTime(framed, id, clock);
      if (id === "500") framed[forget]();
    });
    framing.data(Buffer.from(stanzas));
    await untilHeard(heard, 501);
    await new Promise(setImmediate);
    expect(heard).toEqual(inOrder.slice(0, 501));
  },
);

test("nothing is read from a peer that does not read what is sent to it, until it does", () => {
  const { framing, notes, heard, unsent, drains } = framed((_, id) => {
    if (id === "a") unsent.bytes = 300_000;
  });
  framing.data(Buffer.from("<message id='a'/><message id='b'/>"));
  framing.data(Buffer.from("<message id='c'/>"));
  expect([heard, notes, drains.length]).toEqual([["a"], ["pause"], 1]);
  unsent.bytes = 0;
  drains[0]?.();
  expect([heard, notes]).toEqual([
    ["a", "b", "c"],
    ["pause", "resume"],
  ]);
});

test("XEP-0288: another server is read from nevertheless, since it would do the same", () => {
  const { framing, notes, heard, unsent } = framed(() => {
    unsent.bytes = 300_000;
  }, "jabber:server");
  framing.data(Buffer.from("<message id='a'/><message id='b'/>"));
  expect([heard, notes]).toEqual([["a", "b"], []]);
});

test("a connection that is lost while its peer does not read is reported after what was received", () => {
  const { framing, heard, unsent } = framed((_, id) => {
    if (id === "a") unsent.bytes = 300_000;
  });
  framing.data(Buffer.from("<message id='a'/><message id='b'/>"));
  framing.closed("reset");
  expect(heard).toEqual(["a", "b", "lost: reset"]);
});

test("others have their turn between any two elements, however many are in one chunk", async () => {
  const { framing, heard } = framed(takeTime);
  framing.data(Buffer.from(stanzas));
  const first = heard.length;
  let turns = 0;
  for (; heard.length < MANY; turns += 1) await new Promise(setImmediate);
  // A thousand elements of 0.1 ms each are a hundred milliseconds, ten turns.
  expect(first).toBeLessThan(MANY / 2);
  expect(turns).toBeGreaterThan(3);
});
