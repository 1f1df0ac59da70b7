/** XEP-0198: the elements and the counter that client sessions and federation share. */
import { describe, expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import {
  acknowledgement,
  failed,
  handledCountTooHigh,
  parseH,
  readAcknowledgement,
  SentCounter,
} from "./stream-management.ts";

test("§4: a peer acknowledges no more than it was sent, and never less than before", () => {
  const count = new SentCounter();
  for (const number of [1, 2, 3]) expect(count.next()).toBe(number);
  expect(count.acknowledge(4)).toBeUndefined();
  expect([count.acknowledge(2), count.acknowledge(2)]).toEqual([2, 2]);
  expect(count.acknowledge(1)).toBeUndefined();
  expect([count.acknowledge(3), count.acknowledged, count.sent]).toEqual([3, 3, 3]);
});

test("§4: h is modulo 2^32, the counter is not", () => {
  const count = new SentCounter({ sent: 2 ** 32 + 5, acknowledged: 2 ** 32 - 2 });
  expect(count.acknowledge(2 ** 32 - 1)).toBe(2 ** 32 - 1);
  expect(count.acknowledge(3)).toBe(2 ** 32 + 3);
  expect(count.acknowledge(6)).toBeUndefined();
  expect(count.next()).toBe(2 ** 32 + 6);
});

test("§5: when the stream is resumed, what has not been handled is sent again under the same numbers", () => {
  const count = new SentCounter({ sent: 9, acknowledged: 4 });
  expect(count.resumeAt(3)).toBeUndefined();
  expect([count.resumeAt(6), count.sent, count.next()]).toEqual([6, 6, 7]);
});

test("§4: h and send-count are modulo 2^32", () => {
  expect(acknowledgement(2 ** 32 + 7).attrs.h).toBe(7);
  expect(failed("item-not-found", 2 ** 32).attrs.h).toBe(0);
  expect(handledCountTooHigh(9, 2 ** 32 + 8).application?.attributes).toMatchObject({ h: 9, "send-count": 8 });
});

test.each(["", "h=''", "h='-1'", "h='4294967296'"])("§12: <a %s/> has no h and ends the stream: invalid-xml", (h) => {
  const element = parseElement(`<a xmlns='urn:xmpp:sm:3' ${h}/>`);
  expect(() => readAcknowledgement(element)).toThrow("h is a number from 0 to 4294967295");
});

describe("§12: h is an unsigned integer of 32 bits", () => {
  test.each([
    ["0", 0],
    ["007", 7],
    ["4294967295", 4_294_967_295],
  ])("%p is %p", (text, h) => expect(parseH(text)).toBe(h));

  test.each([undefined, "", "-1", "+1", "1.0", "1e3", "0x1", " 1", "4294967296", "99999999999", "٣"])(
    "%p is not an h",
    (text) => {
      expect(parseH(text)).toBeUndefined();
    },
  );
});
