import { describe, expect, jest, test } from "bun:test";
import { xml } from "../stanza.ts";
import { StreamError } from "../stream-error.ts";
import type { StreamFeature } from "./feature.ts";
import { openTestStream, streamHeader } from "./testing.ts";

const feature = (name: string, more: Partial<StreamFeature> = {}): StreamFeature => ({
  ns: `urn:${name}`,
  needs: [],
  forbids: [],
  offer: () => [xml(name)],
  negotiate: () => {},
  ...more,
});

describe("RFC 6120 §4.3: negotiation", () => {
  test("§4.2, §4.3.2: a header is answered by a header and the features of the present state", () => {
    const { stream, sent } = openTestStream([feature("now"), feature("later", { needs: ["authenticated"] })]);
    stream.opened(streamHeader('to="localhost" from="romeo@localhost" version="1.0"'));
    expect(sent).toEqual(["open localhost romeo@localhost id1", "<stream:features><now/></stream:features>"]);
  });

  test("features that need TLS are offered on a secure stream, those that forbid it are not", () => {
    const { stream, sent } = openTestStream(
      [feature("tls", { forbids: ["secure"] }), feature("sasl", { needs: ["secure"] })],
      {
        isSecure: true,
      },
    );
    stream.opened(streamHeader());
    expect(sent.at(-1)).toBe("<stream:features><sasl/></stream:features>");
  });

  test("an element negotiates the feature of its namespace; of an <iq/>, that of its child (§7.6)", () => {
    const negotiated: string[] = [];
    const { stream, receive } = openTestStream([
      feature("a", { negotiate: (_, element) => void negotiated.push(element.name) }),
    ]);
    stream.opened(streamHeader());
    receive('<any xmlns="urn:a"/>');
    receive('<iq><bind xmlns="urn:a"/></iq>');
    expect(negotiated).toEqual(["any", "iq"]);
  });

  test("§4.9.3.12: what cannot be negotiated now is not-authorized", () => {
    const { stream, sent, receive } = openTestStream([feature("a", { needs: ["authenticated"] })]);
    stream.opened(streamHeader());
    receive('<any xmlns="urn:a"/>');
    expect(sent.at(-2)).toContain("<not-authorized");
    expect(sent.at(-1)).toBe("close");
  });

  test("while a negotiation waits, what arrives waits in order, the end of the stream included", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const order: string[] = [];
    const slow = feature("slow", {
      negotiate: (stream) => {
        stream.attach({
          element: ({ name }) => void order.push(name),
          ended: () => void order.push("ended"),
          lost: () => void order.push("lost"),
        });
        return promise;
      },
    });
    const { stream, sent, receive } = openTestStream([slow]);
    stream.opened(streamHeader());
    receive('<go xmlns="urn:slow"/>');
    receive("<message/>");
    stream.ended();
    expect([order, sent.at(-1)]).toEqual([[], "pause"]);
    resolve();
    await new Promise(setImmediate);
    expect(order).toEqual(["message", "ended"]);
    expect(sent.at(-1)).toBe("close");
  });

  test("where a negotiation fails, what waited is dropped", async () => {
    const heard: string[] = [];
    const failing = feature("slow", { negotiate: () => Promise.reject(new StreamError("policy-violation")) });
    const { stream, sent, receive } = openTestStream([
      failing,
      feature("other", { negotiate: () => void heard.push("other") }),
    ]);
    stream.opened(streamHeader());
    receive('<go xmlns="urn:slow"/>');
    receive('<go xmlns="urn:other"/>');
    await new Promise(setImmediate);
    expect(heard).toEqual([]);
    expect(sent.slice(-2).join()).toContain("<policy-violation");
  });
});

describe("RFC 6120 §4.9: errors", () => {
  test("§4.9.1.2: an error before the peer's header is preceded by ours", () => {
    const { stream, sent } = openTestStream();
    stream.failed(new StreamError("not-well-formed", "why"));
    expect(sent[0]).toBe("open localhost undefined id1");
    expect(sent[1]).toContain('<not-well-formed xmlns="urn:ietf:params:xml:ns:xmpp-streams"/>');
    expect(sent[1]).toContain(">why</text>");
    expect(sent[2]).toBe("close");
  });

  test("the owner's `lost` is called once", () => {
    const lost: string[] = [];
    const { stream } = openTestStream();
    stream.opened(streamHeader());
    stream.attach({ element: () => {}, ended: () => {}, lost: (reason) => void lost.push(reason) });
    stream.fail(new StreamError("conflict"));
    stream.fail(new StreamError("reset"));
    stream.lost("closed");
    expect(lost).toEqual(["conflict"]);
  });

  test("a fault of the server is internal-server-error, and logged with its stack", () => {
    const { stream, sent, errors, receive } = openTestStream([
      feature("a", {
        negotiate: () => {
          throw new TypeError("oops");
        },
      }),
    ]);
    stream.opened(streamHeader());
    receive('<any xmlns="urn:a"/>');
    expect(sent.join()).toContain("<internal-server-error");
    expect(String(errors[0]?.cause)).toContain("oops");
  });

  test("nothing is sent after the end", () => {
    const { stream, sent } = openTestStream();
    stream.opened(streamHeader());
    stream.close();
    const { length } = sent;
    stream.send(xml("message"));
    expect([sent.length, stream.hasEnded]).toEqual([length, true]);
  });

  test("§4.9.3.4: negotiation is limited in time, also where more is allowed than a timer takes (31 bits)", () => {
    jest.useFakeTimers();
    const [hasty, patient] = [
      openTestStream([], { time: 60_000 }),
      openTestStream([], { time: Number.POSITIVE_INFINITY }),
    ];
    jest.advanceTimersByTime(59_999);
    expect([hasty.sent, patient.sent]).toEqual([[], []]);
    jest.advanceTimersByTime(1);
    expect(hasty.sent.join()).toContain("<connection-timeout");
    expect(patient.sent).toEqual([]);
    patient.stream.close();
    jest.useRealTimers();
  });
});

test("that the peer has authenticated is told after its limits have changed", () => {
  const told: string[] = [];
  const { stream, sent } = openTestStream([], { onAuthenticated: () => told.push(...sent.slice(-1)) });
  stream.opened(streamHeader());
  expect(told).toEqual([]);
  stream.authenticated("juliet@localhost");
  expect(told).toEqual(["authenticated"]);
});
