/** What people are told of a server that cannot be reached: the kind of obstacle, and what is known of it. */
import { expect, test } from "bun:test";
import { DialError } from "../../net/dial-error.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import { dialFailureReason, negotiationFailureReason } from "./failure-reason.ts";

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
])("no connection, %s", (error, obstacle) => expect(dialFailureReason(error)).toEqual(obstacle as never));

test.each([
  [new NegotiationError("lost", "it broke", "reset"), { kind: "closed" }],
  [new NegotiationError("timeout", "it is silent"), { kind: "unanswered" }],
  [
    new NegotiationError("stream-error", "it says no", "host-unknown"),
    { kind: "stream-error", detail: "host-unknown" },
  ],
  [new NegotiationError("no-tls", "it has none"), { kind: "no-tls" }],
])("no stream, %s", (error, obstacle) => expect(negotiationFailureReason(error)).toEqual(obstacle as never));
