import { expect, test } from "bun:test";
import { bindRequest, resultCodeIn, UNBIND } from "./bind-message.ts";

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(" ", ""), "hex");

test("RFC 4511 §4.2: a simple bind of version 3", () => {
  const request = Buffer.from(bindRequest("cn=a", Buffer.from("b\u00E9")));
  expect(request.toString("hex")).toBe(
    Buffer.from(bytes("30 13 020101 60 0e 020103 0404 636e3d61 8003 62c3a9")).toString("hex"),
  );
  expect(Buffer.from(UNBIND).toString("hex")).toBe("3005020102" + "4200");
});

test.each([127, 128, 255, 256, 4000])("X.690 §8.1.3: lengths, a password of %d bytes", (length) => {
  const request = bindRequest("", new Uint8Array(length).fill(120));
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  expect(Buffer.from(request).includes(Buffer.from([0x80, ...size, 120]))).toBe(true);
  // The whole is as long as its first length says.
  const [, first = 0] = request;
  const head = first < 128 ? 2 : 2 + (first & 127);
  const said = first < 128 ? first : Buffer.from(request).readUIntBE(2, first & 127);
  expect(head + said).toBe(request.length);
});

test("§4.1.9: the result code, once the answer is there as a whole", () => {
  const answer = bytes("30 0c 020101 61 07 0a0131 0400 0400");
  expect(resultCodeIn(answer)).toBe(49);
  for (let length = 0; length < answer.length; length++)
    expect(resultCodeIn(answer.subarray(0, length))).toBeUndefined();
  // As Active Directory writes lengths.
  expect(resultCodeIn(bytes("30 84 00000010 020101 61 84 00000007 0a0100 0400 0400"))).toBe(0);
});

test.each([
  ["HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(100))],
  ["an indefinite length", bytes("30 80 020101")],
  ["a length of eight bytes", bytes("30 88 0000000000000000")],
  ["another operation", bytes("30 0c 020101 65 07 0a0100 0400 0400")],
  ["no code", bytes("30 05 020101 6100")],
  ["a code of two bytes", bytes("30 0b 020101 61 06 0a020100 0400")],
  ["no message id", bytes("30 00")],
])("%s is no answer", (_, answer) => {
  expect(() => resultCodeIn(answer)).toThrow("it has answered");
});
