import { describe, expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { parseH, StreamManagement } from "./stream-management.ts";

const sent = (count: number, management = new StreamManagement("id")): StreamManagement => {
  for (let n = 0; n < count; n++) {
    management.countSent({ stanza: parseElement(`<message id='${n}'/>`), time: n, bytes: 10, weight: 300 });
  }
  return management;
};

const waiting = ({ unacknowledged }: StreamManagement): string =>
  unacknowledged.map(({ stanza }) => stanza.attrs.id).join();

describe("XEP-0198 §4", () => {
  test("what is acknowledged is forgotten, oldest first", () => {
    const management = sent(4);
    expect(management.acknowledge(2)).toBe(true);
    expect([waiting(management), management.bytes, management.weight]).toEqual(["2,3", 20, 600]);
    expect(management.acknowledge(2)).toBe(true);
    expect(management.acknowledge(4)).toBe(true);
    expect([waiting(management), management.bytes, management.weight]).toEqual(["", 0, 0]);
  });

  test("an h that is too high, or lower than before, changes nothing", () => {
    const management = sent(3);
    expect(management.acknowledge(4)).toBe(false);
    expect(management.acknowledge(1)).toBe(true);
    expect(management.acknowledge(0)).toBe(false);
    expect([waiting(management), management.sent]).toEqual(["1,2", 3]);
  });

  test("the number of what was received begins at zero", () => {
    const management = new StreamManagement(undefined);
    expect(management.received).toBe(0);
    management.countReceived();
    expect(management.received).toBe(1);
  });
});

describe("XEP-0198 §12: h is an unsigned integer of 32 bits", () => {
  test.each([
    ["0", 0],
    ["007", 7],
    ["4294967295", 4_294_967_295],
  ])("%p is %p", (text, h) => expect(parseH(text)).toBe(h));

  test.each([undefined, "", "-1", "+1", "1.0", "1e3", "0x1", " 1", "4294967296", "99999999999", "٣"])(
    "%p is none",
    (text) => {
      expect(parseH(text)).toBeUndefined();
    },
  );
});
