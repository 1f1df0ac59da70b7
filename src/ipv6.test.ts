import { expect, test } from "bun:test";
import { isIPv6 } from "node:net";
import { canonicalIPv6 } from "./ipv6.ts";

test.each([
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["1:2:3:4::1.2.3.4", "1:2:3:4::102:304"],
  ["::ffff:192.0.2.1", "::ffff:c000:201"],
  ["::13.1.68.3", "::d01:4403"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["::", "::"],
])("RFC 5952: %s is written %s", (written, canonical) => expect(canonicalIPv6(written)).toBe(canonical));

test.each(["", "1.2.3.4", "fe80::1%eth0", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1.2.3", "[::1]"])(
  "%p is no IPv6 address",
  (text) => expect(canonicalIPv6(text)).toBeUndefined(),
);

test("RFC 4291 §2.2: every written form has a canonical one, which is its own", () => {
  // A linear congruential generator: the same addresses in each run.
  let state = 4291;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
  let tried = 0;
  for (let n = 0; n < 20_000; n += 1) {
    const groups = Array.from({ length: below(9) }, () => (below(8) === 0 ? "" : below(65_536).toString(16)));
    const quad = Array.from({ length: 4 }, () => below(256)).join(".");
    const text = `${below(4) === 0 ? "::" : ""}${[...groups, ...(below(2) === 0 ? [quad] : [])].join(":")}`;
    if (!isIPv6(text)) continue;
    tried += 1;
    const canonical = canonicalIPv6(text);
    expect(canonical === undefined ? text : "").toBe("");
    expect(canonicalIPv6(canonical ?? "")).toBe(canonical ?? text);
  }
  expect(tried).toBeGreaterThan(1000);
});
