import { expect, test } from "bun:test";
import { ScramError, scramExchange } from "./scram.ts";

const SHA1 = {
  hash: "SHA-1",
  username: "user",
  password: "pencil",
  binding: "n",
  nonce: "fyko+d2lbbFgONRv9qkxdawL",
} as const;
const FIRST_1 = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";

test("RFC 5802 §5: the exchange of the standard", async () => {
  const exchange = scramExchange(SHA1);
  expect(exchange.first).toBe("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
  expect(await exchange.answer(FIRST_1)).toBe(
    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
  );
  expect(exchange.isProven("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).toBe(true);
  expect(exchange.isProven("v=xmF9pqV8S7suAoZWja4dJRkFsKQ=")).toBe(false);
  expect(exchange.isProven("e=invalid-proof")).toBe(false);
});

test("RFC 7677 §3: the exchange of the standard", async () => {
  const nonce = "rOprNGfwEbeRWgbNEkqO";
  const exchange = scramExchange({ ...SHA1, hash: "SHA-256", nonce });
  const challenge = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`;
  expect(await exchange.answer(challenge)).toEndWith("p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  expect(exchange.isProven("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).toBe(true);
});

test("RFC 5802 §6: the channel that is bound to stands in the final message", async () => {
  const binding = { type: "tls-exporter", data: new Uint8Array([1, 2, 3]) };
  const exchange = scramExchange({ ...SHA1, binding });
  expect(exchange.first).toStartWith("p=tls-exporter,,n=user,");
  const bound = Buffer.concat([Buffer.from("p=tls-exporter,,"), binding.data]).toString("base64");
  expect(await exchange.answer(FIRST_1)).toStartWith(`c=${bound},r=`);
});

test("RFC 5802 §5.1: commas and equals signs of a name are escaped", () =>
  expect(scramExchange({ ...SHA1, username: "a=b,c" }).first).toStartWith("n,,n=a=3Db=2Cc,"));

test.each([
  ["another nonce", "r=other,s=QSXCR+Q6sek8bf92,i=4096"],
  ["our nonce alone", `r=${SHA1.nonce},s=QSXCR+Q6sek8bf92,i=4096`],
  ["no salt", `r=${SHA1.nonce}x,s=====,i=4096`],
  ["more work than is done for anybody", `r=${SHA1.nonce}x,s=QSXCR+Q6sek8bf92,i=99999999`],
  ["a mandatory extension", `m=x,r=${SHA1.nonce}x,s=QSXCR+Q6sek8bf92,i=4096`],
])(
  "a challenge with %s is refused",
  async (_, challenge) => await expect(scramExchange(SHA1).answer(challenge)).rejects.toBeInstanceOf(ScramError),
);
