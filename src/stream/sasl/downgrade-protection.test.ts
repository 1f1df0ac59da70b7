import { expect, test } from "bun:test";
import { type Advertised, protectionOf } from "./downgrade-protection.ts";

const EXAMPLE: Advertised = {
  mechanisms: ["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"],
  bindings: ["tls-server-end-point", "tls-exporter"],
  tls: "TLSv1.3",
};

test("XEP-0474 §5.3, XEP-0515 §4.3: the examples", () => {
  expect(protectionOf(EXAMPLE, "SHA-1")).toBe("h=G6k/rBLDqgOhRRaCuuatSDFkJ08=,t=0304");
});

test("XEP-0474 §5.1: all sorting is by octets, however things were advertised", () => {
  const shuffled = {
    ...EXAMPLE,
    mechanisms: [...EXAMPLE.mechanisms].reverse(),
    bindings: [...EXAMPLE.bindings].reverse(),
  };
  expect(protectionOf(shuffled, "SHA-1")).toBe(protectionOf(EXAMPLE, "SHA-1"));
});

test("XEP-0474 §5.1: the hash is that of the mechanism, and without channel bindings there is no delimiter", () => {
  const bare = new Bun.CryptoHasher("sha512").update("PLAIN\x1eSCRAM-SHA-512").digest("base64");
  const said = protectionOf({ mechanisms: ["SCRAM-SHA-512", "PLAIN"], bindings: [], tls: "TLSv1.2" }, "SHA-512");
  expect(said).toBe(`h=${bare},t=0303`);
});
