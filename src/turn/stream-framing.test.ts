/** RFC 8656 §3.1: messages on a TCP connection. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { METHOD } from "./attributes.ts";
import { streamReader } from "./stream-framing.ts";
import { unsigned } from "./testing.ts";

const CHANNEL_DATA = Buffer.from([0x40, 1, 0, 3, 97, 98, 99, 0]);
const MESSAGES = [unsigned(METHOD.BINDING), CHANNEL_DATA, unsigned(METHOD.REFRESH)];

test.each([1, 3, 7, 1000])("messages in pieces of %d bytes arrive whole, ChannelData with its padding", (size) => {
  const seen: string[] = [];
  const reader = streamReader((bytes) => seen.push(bytes.toString("hex")));
  const all = Buffer.concat(MESSAGES);
  for (let at = 0; at < all.length; at += size) expect(reader.data(all.subarray(at, at + size))).toBe(true);
  expect(seen).toEqual(MESSAGES.map((message) => message.toString("hex")));
});

test.each([
  ["TLS in the place of STUN", [0x16, 3, 1, 2]],
  ["a length that is no multiple of four", [0, 1, 0, 3]],
  ["a first byte of neither", [0xc0, 0, 0, 0]],
])("%s ends the connection", (_, bytes) => {
  expect(streamReader(() => {}).data(Buffer.from(bytes))).toBe(false);
});

test("a long message that comes byte by byte takes little more memory than its bytes", () => {
  const message = Buffer.alloc(65_536);
  message.set([0x40, 1, 0xff, 0xfc]);
  const seen: number[] = [];
  const reader = streamReader(({ length }) => seen.push(length));
  Bun.gc(true);
  const before = heapStats().objectCount;
  for (const byte of message.subarray(0, -1)) reader.data(Uint8Array.of(byte));
  Bun.gc(true);
  expect(heapStats().objectCount - before).toBeLessThan(2000);
  reader.data(message.subarray(-1));
  expect(seen).toEqual([65_536]);
});
