/** RFC 6120 §8.3.3: what senders are told of a server that cannot be reached, and whether waiting would help. */
import { expect, test } from "bun:test";
import { DialError } from "../../net/dial-error.ts";
import { NegotiationError, type NegotiationProblem } from "../../stream/negotiation-error.ts";
import { ConnectError, connectErrorFrom, stanzaErrorFor } from "./connect-error.ts";

const HOST = "xmpp.montague.example";
const ADDRESS = "192.0.2.1";
const [TIMEOUT, NOT_FOUND] = ["remote-server-timeout", "remote-server-not-found"];

test.each([
  [new DialError("dns", "timeout"), `DNS does not answer for ${HOST}: timeout`],
  [new DialError("tls", "closed", ADDRESS), `the TLS handshake with ${HOST} (${ADDRESS}) failed: closed`],
  [new DialError("tcp", "refused", ADDRESS), `nobody listens on ${HOST} (${ADDRESS})`],
  [new DialError("tcp", "timeout"), `${HOST} does not answer`],
  [new DialError("tcp", "reset", ADDRESS), `no connection to ${HOST} (${ADDRESS}): reset`],
])("no connection, %s: not final", (error, message) => {
  expect(connectErrorFrom(error, HOST)).toMatchObject({ condition: TIMEOUT, isFinal: false, message });
});

test("a machine without an address is a final failure", () => {
  const failure = connectErrorFrom(new DialError("dns", "absent"), HOST);
  expect(failure).toMatchObject({ condition: NOT_FOUND, isFinal: true, message: `${HOST} has no address` });
});

test("a private address is a final failure", () => {
  const failure = connectErrorFrom(new DialError("tcp", "not-public", "127.0.0.1"), HOST);
  expect(failure).toMatchObject({ condition: NOT_FOUND, isFinal: true });
  expect(failure.message).toContain(`${HOST} (127.0.0.1) is of a private network`);
});

test.each<[NegotiationProblem, string | undefined, string, boolean]>([
  ["lost", "reset", TIMEOUT, false],
  ["timeout", undefined, TIMEOUT, false],
  ["protocol", "not-well-formed", TIMEOUT, false],
  ["stream-error", "host-unknown", NOT_FOUND, true],
  ["stream-error", "host-gone", NOT_FOUND, true],
  ["stream-error", "not-authorized", TIMEOUT, true],
  ["stream-error", "unsupported-version", TIMEOUT, true],
  ["stream-error", "system-shutdown", TIMEOUT, false],
  ["stream-error", undefined, TIMEOUT, false],
  ["no-tls", undefined, TIMEOUT, true],
  ["certificate", undefined, TIMEOUT, true],
  ["authentication", undefined, TIMEOUT, true],
  ["dialback-invalid", undefined, "internal-server-error", true],
  ["dialback-error", "item-not-found", TIMEOUT, true],
])("no stream, %s %s: %s, final: %p", (problem, said, condition, isFinal) => {
  const failure = connectErrorFrom(new NegotiationError(problem, "why", said), HOST);
  expect(failure).toMatchObject({ condition, isFinal, message: "why" });
});

test("what is wrong because of the time is not final", () => {
  const failure = new NegotiationError("certificate", "why", "not-yet-valid", { isTemporary: true });
  expect(connectErrorFrom(failure, HOST)).toMatchObject({
    ...{ condition: TIMEOUT, isFinal: false, failureReason: { kind: "certificate", detail: "not-yet-valid" } },
  });
});

test("a ConnectError is returned as it is, and a bug is thrown", () => {
  const known = new ConnectError("forbidden", true, "why");
  expect(connectErrorFrom(known, HOST)).toBe(known);
  expect(() => connectErrorFrom(new TypeError("ours"), HOST)).toThrow("ours");
  expect(stanzaErrorFor(known, "montague.example")).toMatchObject({
    condition: "forbidden",
    text: "montague.example cannot be reached: why",
  });
});

test.each([
  [new DialError("dns", "absent"), { kind: "no-address" }],
  [new DialError("dns", "timeout"), { kind: "dns", detail: "timeout" }],
  [new DialError("tls", "closed", "192.0.2.1"), { kind: "tls", detail: "closed" }],
  [new DialError("tls", "refused", "192.0.2.1"), { kind: "tls", detail: "refused" }],
  [new DialError("tcp", "refused", "192.0.2.1"), { kind: "refused", detail: "192.0.2.1" }],
  [new DialError("tcp", "unreachable", "192.0.2.1"), { kind: "unreachable", detail: "192.0.2.1" }],
  [new DialError("tcp", "timeout", "192.0.2.1"), { kind: "unanswered", detail: "192.0.2.1" }],
  [new DialError("tcp", "not-public", "127.0.0.1"), { kind: "private-address", detail: "127.0.0.1" }],
  [new DialError("tcp", "reset", "192.0.2.1"), { kind: "closed", detail: "192.0.2.1" }],
])("no connection, %s: the failure reason", (error, reason) =>
  expect(connectErrorFrom(error, HOST).failureReason).toEqual(reason as never),
);

test.each([
  [new NegotiationError("lost", "it broke", "reset"), { kind: "closed" }],
  [new NegotiationError("timeout", "it is silent"), { kind: "unanswered" }],
  [
    new NegotiationError("stream-error", "it says no", "host-unknown"),
    { kind: "stream-error", detail: "host-unknown" },
  ],
  [new NegotiationError("no-tls", "it has none"), { kind: "no-tls" }],
])("no stream, %s: the failure reason", (error, reason) =>
  expect(connectErrorFrom(error, HOST).failureReason).toEqual(reason as never),
);
