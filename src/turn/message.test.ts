/** The vectors of RFC 5769, and of RFC 8489 appendix B. */
import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readXorAddress, xorAddress } from "./address.ts";
import { ATTRIBUTE, METHOD } from "./attributes.ts";
import { fingerprint, isIntact, withFingerprint, withIntegrity } from "./integrity.ts";
import { append, attributeOf, printMessage, readMessage, type StunMessage } from "./message.ts";

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

function read(bytes: Buffer): StunMessage {
  const message = readMessage(bytes);
  if (!message) throw new Error("not a STUN message");
  return message;
}

/** RFC 5769 §2.1. */
const REQUEST = hex(`
  000100582112a442b7e7a701bc34d686fa87dfae 802200105354554e207465737420636c69656e74 002400046e0001ff
  80290008932ff9b151263b36 00060009 6576746a3a68367659202020 00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
  80280004e57a3bcf`);
const PASSWORD = Buffer.from("VOkJxbRl1RmTxUk/WvJxBt");

describe("RFC 5769 §2.1: the sample request", () => {
  test("is read, with its padding", () => {
    const message = read(REQUEST);
    expect([message.class, message.method]).toEqual(["request", METHOD.BINDING]);
    expect(attributeOf(message, ATTRIBUTE.USERNAME)?.toString()).toBe("evtj:h6vY");
    expect(message.transaction.toString("hex")).toBe("b7e7a701bc34d686fa87dfae");
  });
  test("is intact, and is not with one bit of it changed", () => {
    expect(isIntact(read(REQUEST), "sha1", PASSWORD)).toBe(true);
    expect(fingerprint(read(REQUEST))).toBe("right");
    const changed = Buffer.from(REQUEST);
    changed[40] = (changed[40] ?? 0) ^ 1;
    expect(isIntact(read(changed), "sha1", PASSWORD)).toBe(false);
    expect(fingerprint(read(changed))).toBe("wrong");
    expect(isIntact(read(REQUEST), "sha1", Buffer.from("another"))).toBe(false);
  });
  test("is printed to the same bytes", () => {
    const plain = Buffer.from(REQUEST.subarray(0, 76));
    plain.writeUInt16BE(56, 2);
    expect(withFingerprint(withIntegrity(plain, "sha1", PASSWORD)).toString("hex")).toBe(REQUEST.toString("hex"));
  });
});

test.each([
  ["§2.2", "192.0.2.1", "0001a147e112a643"],
  ["§2.3", "2001:db8:1234:5678:11:2233:4455:6677", "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"],
])("RFC 5769 %s: the mapped address %s", (_, address, value) => {
  const transaction = hex("b7e7a701bc34d686fa87dfae");
  expect(xorAddress({ address, port: 32853 }, transaction).toString("hex")).toBe(value);
  expect(readXorAddress(hex(value), transaction)).toMatchObject({ address, port: 32853 });
});

const SOFTWARE = 0x8022;

/** RFC 5769 §2.2, §2.3: the sample responses, of an IPv4 and of an IPv6 address. */
const RESPONSES = {
  "§2.2": `0101003c2112a442b7e7a701bc34d686fa87dfae 8022000b7465737420766563746f7220 002000080001a147e112a643
    000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004c07d4c96`,
  "§2.3": `010100482112a442b7e7a701bc34d686fa87dfae 8022000b7465737420766563746f7220
    002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9 00080014a382954e4be67bf11784c97c8292c275bfe3ed41 80280004c8fb0b4c`,
};

test.each(Object.entries(RESPONSES))("RFC 5769 %s: the sample response is read and is intact", (_, bytes) => {
  const message = read(hex(bytes));
  expect([message.class, message.method]).toEqual(["success", METHOD.BINDING]);
  expect(attributeOf(message, SOFTWARE)?.toString()).toBe("test vector");
  expect(readXorAddress(attributeOf(message, ATTRIBUTE.XOR_MAPPED_ADDRESS), message.transaction)?.port).toBe(32853);
  expect([isIntact(message, "sha1", PASSWORD), fingerprint(message)]).toEqual([true, "right"]);
});

const TRANSACTION = hex("78ad3433c6ad72c029da412e");
const MATRIX = "マトリックス";
const text = (type: number, value: string) => [type, Buffer.from(value)] as const;

test("RFC 5769 §2.4: long-term credentials with MD5", () => {
  const message = printMessage({
    class: "request",
    method: METHOD.BINDING,
    transaction: TRANSACTION,
    attributes: [
      text(ATTRIBUTE.USERNAME, MATRIX),
      text(ATTRIBUTE.NONCE, "f//499k954d6OL34oL9FSTvy64sA"),
      text(ATTRIBUTE.REALM, "example.org"),
    ],
  });
  const key = createHash("md5").update(`${MATRIX}:example.org:TheMatrIX`).digest();
  const signed = withIntegrity(message, "sha1", key);
  expect(signed.subarray(-20).toString("hex")).toBe("f67024656dd64a3e02b8e0712e85c9a28ca89666");
});

test("RFC 8489 B.1, as its erratum corrects it: MESSAGE-INTEGRITY-SHA256 with a SHA-256 key", () => {
  const message = printMessage({
    class: "request",
    method: METHOD.BINDING,
    transaction: TRANSACTION,
    attributes: [
      [ATTRIBUTE.USERHASH, hex("4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704")],
      text(ATTRIBUTE.NONCE, "obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA"),
      text(ATTRIBUTE.REALM, "example.org"),
      [ATTRIBUTE.PASSWORD_ALGORITHM, hex("00020000")],
    ],
  });
  const key = createHash("sha256").update(`${MATRIX}:example.org:TheMatrIX`).digest();
  const signed = withIntegrity(message, "sha256", key);
  const mac = "b5c7bf005b6c52a21c51c5e892f81924136296cb927c43149309278cc6518e65";
  expect(signed.subarray(-32).toString("hex")).toBe(mac);
  expect(isIntact(read(signed), "sha256", key)).toBe(true);
});

test("RFC 8489 §14.6: an integrity of fewer than 16 bytes proves nothing", () => {
  const message = printMessage({ class: "request", method: 1, transaction: TRANSACTION, attributes: [] });
  const short = append(message, ATTRIBUTE.MESSAGE_INTEGRITY_SHA256, Buffer.alloc(0));
  expect(isIntact(read(short), "sha256", Buffer.from("k"))).toBe(false);
});

test.each([
  ["a wrong magic cookie", "00010000 2112a443 000000000000000000000000"],
  ["a length that is no multiple of four", "00010001 2112a442 00000000000000000000000000"],
  ["a length beyond the end", "00010008 2112a442 000000000000000000000000"],
  ["an attribute beyond the end", "00010004 2112a442 000000000000000000000000 80220008"],
  ["half a header", "00010000 2112a442"],
])("RFC 8489 §6.3: %s makes no message", (_, bytes) => {
  expect(readMessage(hex(bytes))).toBeUndefined();
});
