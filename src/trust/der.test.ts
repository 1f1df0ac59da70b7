import { describe, expect, test } from "bun:test";
import { der, derValues, inside, integer, oid, oidText, onlyValue, sequence, TAG, time } from "./der.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("X.690", () => {
  test("§8.1.3: lengths from 128 on have the long form", () => {
    expect(hex(der(TAG.octetString, Buffer.alloc(127)).subarray(0, 2))).toBe("047f");
    expect(hex(der(TAG.octetString, Buffer.alloc(128)).subarray(0, 3))).toBe("048180");
    expect(hex(der(TAG.octetString, Buffer.alloc(300)).subarray(0, 4))).toBe("0482012c");
  });

  test("§8.3: a positive integer whose first bit is set begins with a zero byte", () => {
    expect(hex(integer(Buffer.of(0x7f)))).toBe("02017f");
    expect(hex(integer(Buffer.of(0x87, 0x65)))).toBe("0203008765");
  });

  test("§8.19: object identifiers", () => {
    expect(hex(oid("2.5.29.17"))).toBe("0603551d11");
    expect(hex(oid("1.2.840.10045.4.3.2"))).toBe("06082a8648ce3d040302");
  });

  test("RFC 5280 §4.1.2.5: dates through 2049 are UTCTime, later ones GeneralizedTime", () => {
    expect(time(Date.UTC(2049, 11, 31, 23, 59, 59)).toString("latin1")).toBe("\x17\x0d491231235959Z");
    expect(time(Date.UTC(2050, 0, 1)).toString("latin1")).toBe("\x18\x0f20500101000000Z");
  });

  test("what was written can be read", () => {
    const [outer, ...others] = derValues(sequence(der(TAG.octetString, Buffer.alloc(300, 1)), integer(Buffer.of(5))));
    expect(others).toEqual([]);
    expect(derValues(outer?.contents ?? Buffer.of()).map(({ tag, contents }) => [tag, contents.length])).toEqual([
      [TAG.octetString, 300],
      [TAG.integer, 1],
    ]);
  });

  test.each(["30", "3005", "308001", "30840000000100", "02028"])("%s is refused: cut, or not DER", (text) => {
    expect(() => derValues(Buffer.from(text.padEnd(text.length + (text.length % 2), "0"), "hex"))).toThrow(RangeError);
  });

  test.each(["0481050102030405", "048200050102030405", "1f8101"])(
    "§10.1: %s is refused: not in the fewest bytes",
    (text) => {
      expect(() => derValues(Buffer.from(text, "hex"))).toThrow(RangeError);
    },
  );

  test.each(["2.5.29.17", "1.2.840.10045.4.3.2", "0.9.2342.19200300.100.1.25", "2.100.3"])(
    "§8.19: %s is read",
    (id) => {
      expect(oidText(onlyValue(oid(id), TAG.oid).contents)).toBe(id);
    },
  );

  test.each(["", "5581", "80"])("§8.19: an object identifier that ends in %p is cut", (text) => {
    expect(() => oidText(Buffer.from(text, "hex"))).toThrow(RangeError);
  });

  test("onlyValue refuses another tag, and a second value", () => {
    const five = integer(Buffer.of(5));
    expect(() => onlyValue(Buffer.concat([five, five]), TAG.integer)).toThrow(RangeError);
    expect(() => inside(onlyValue(five, TAG.integer))).toThrow(RangeError);
    expect(() => inside(undefined)).toThrow(RangeError);
  });
});
