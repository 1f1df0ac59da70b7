/** RFC 5802, RFC 7677: SCRAM, with the vectors that the RFCs publish. */
import { describe, expect, test } from "bun:test";
import { type SaslContextOptions, saslContext, stepText } from "../../../tests/support/client/sasl-context.ts";
import { scram as initiator } from "../../../tests/support/client/scram.ts";
import type { ScramHash } from "../../store/scram-keys.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import type { Exchange, Step } from "./mechanism.ts";
import { scram } from "./scram.ts";

const ask = (exchange: Exchange, message: string | Uint8Array): Step => exchange.step(Buffer.from(message)) as Step;
const begin = (hash: ScramHash, given: SaslContextOptions = {}, plus = false): Exchange =>
  scram(hash, { plus }).start(saslContext(given));
const first = (message: string, given: SaslContextOptions = {}, plus = false): string =>
  stepText(ask(begin("SHA-1", given, plus), message));
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const RFC5802: SaslContextOptions = {
  salt: Buffer.from("QSXCR+Q6sek8bf92", "base64"),
  serverNonce: "3rfcNHYJY1ZVvWVs7j",
};
const FIRST = "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL";
const FINAL = "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
const ENDPOINT: ChannelBinding = { type: "tls-server-end-point", data: () => Buffer.from("the hash of it") };

test("RFC 5802 §5: the example of SCRAM-SHA-1", () => {
  const exchange = begin("SHA-1", RFC5802);
  expect(stepText(ask(exchange, FIRST))).toBe(
    "challenge r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
  );
  expect(stepText(ask(exchange, FINAL))).toBe("success user@example.org v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
  expect(stepText(ask(exchange, FINAL))).toBe("failure malformed-request"); // no replay
});

test("RFC 7677 §3: the example of SCRAM-SHA-256", () => {
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  const exchange = begin("SHA-256", { salt, serverNonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0" });
  expect(stepText(ask(exchange, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))).toBe(
    "challenge r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
  );
  const proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  const final = `c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=${proof}`;
  expect(stepText(ask(exchange, final))).toBe(
    "success user@example.org v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  );
});

describe("the proof", () => {
  const failing = (final: string, given: SaslContextOptions = {}): string => {
    const exchange = begin("SHA-1", { ...RFC5802, ...given });
    expect(stepText(ask(exchange, FIRST))).toStartWith("challenge ");
    return stepText(ask(exchange, final));
  };
  test("a wrong password is not-authorized", () => {
    expect(failing(FINAL, { passwords: { "user@example.org": "pencils" } })).toBe("failure not-authorized");
  });
  test("§5.1: an unknown account is challenged and fails as a wrong password does", () => {
    expect(failing(FINAL, { passwords: {} })).toBe("failure not-authorized");
  });
  test("an account without keys of this hash fails as a wrong password does", () => {
    const { accounts } = saslContext();
    expect(failing(FINAL, { accounts: { ...accounts, keys: () => undefined } })).toBe("failure not-authorized");
  });
  test("a proof from a decoy's keys proves nothing", () => {
    const { accounts } = saslContext();
    const exchange = begin("SHA-1", { accounts: { ...accounts, keys: () => undefined } });
    const client = initiator("SHA-1", { username: "user", password: "nobody knows user@example.org" });
    const challenge = stepText(ask(exchange, client.first)).slice("challenge ".length);
    expect(stepText(ask(exchange, client.answer(challenge)))).toBe("failure not-authorized");
  });
  test("an account removed in between fails", () => {
    const { accounts } = saslContext(RFC5802);
    expect(failing(FINAL, { accounts: { ...accounts, exists: () => false } })).toBe("failure not-authorized");
  });
  test("a proof that is too short, too long or empty fails", () => {
    const stump = FINAL.replace(/p=.*/, "");
    expect(failing(`${stump}p=`)).toBe("failure malformed-request");
    expect(failing(`${stump}p=AAAA`)).toBe("failure not-authorized");
    const proof = Buffer.concat([Buffer.from("v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=", "base64"), Buffer.alloc(1)]);
    expect(failing(`${stump}p=${proof.toString("base64")}`)).toBe("failure not-authorized");
  });
  test("§7: invalid base64, and anything after the proof, is malformed-request", () => {
    expect(failing(FINAL.replace("c=biws", "c=bi*s"))).toBe("failure malformed-request");
    expect(failing(FINAL.replace("4Ts=", "4Ts"))).toBe("failure malformed-request");
    // RFC 4648 §3.5: the same bytes with other pad bits.
    expect(failing(FINAL.replace("4Ts=", "4Tt="))).toBe("failure malformed-request");
    expect(failing(`${FINAL},x=y`)).toBe("failure malformed-request");
  });
  test("§5.1: another nonce than the exchange's fails", () => {
    expect(failing(FINAL.replace("r=fyko", "r=fykO"))).toBe("failure malformed-request");
    expect(failing(FINAL.replace("Vs7j", "Vs7"))).toBe("failure malformed-request");
  });
  test("§5.1: c= that repeats another GS2 header fails", () => {
    expect(failing(FINAL.replace("c=biws", `c=${base64("y,,")}`))).toBe("failure not-authorized");
  });
  test("a failure names the account that was tried, for the limit of attempts", () => {
    const exchange = begin("SHA-1", { ...RFC5802, passwords: {} });
    ask(exchange, FIRST);
    expect(ask(exchange, FINAL)).toMatchObject({ is: "failure", account: "user@example.org" });
  });
});

describe("the client's first message", () => {
  test("RFC 6120 §6.3.8: the client's own address is accepted as authzid", () => {
    expect(first("n,a=user@example.org,n=user,r=abc")).toStartWith("challenge ");
    expect(first("n,a=USER@Example.org,n=User,r=abc")).toStartWith("challenge ");
  });
  test.each(["romeo@example.org", "user@example.net", "user", "user@example.org/balcony", "@", "=2C"])(
    "RFC 6120 §6.5.6: authzid %s is invalid-authzid",
    (authzid) => expect(first(`n,a=${authzid},n=user,r=abc`)).toBe("failure invalid-authzid"),
  );
  test.each([
    ["§5.1: m= is reserved", "n,,m=1,n=user,r=abc"],
    ["no GS2 header", "n=user,r=abc"],
    ["an unknown flag", "x,,n=user,r=abc"],
    ["no name", "n,,n=,r=abc"],
    ["no nonce", "n,,n=user"],
    ["an empty nonce", "n,,n=user,r="],
    ["a nonce that does not print", "n,,n=user,r=a b"],
    ["§5.1: = in a name that is neither =2C nor =3D", "n,,n=us=er,r=abc"],
    ["=2c in lower case", "n,,n=us=2cer,r=abc"],
    ["a NUL", "n,,n=us\0er,r=abc"],
    ["nothing", ""],
    ["an endless nonce", `n,,n=user,r=${"x".repeat(600)}`],
    ["no name before the nonce", "n,,r=abc,n=user"],
  ])("malformed-request: %s", (_, message) => expect(first(message)).toBe("failure malformed-request"));
  test("bytes that are not UTF-8 are malformed-request", () => {
    const exchange = begin("SHA-1");
    expect(stepText(ask(exchange, Buffer.from([0x6e, 0x2c, 0x2c, 0xff])))).toBe("failure malformed-request");
  });
  test("§5.1: unknown optional extensions are ignored", () => {
    expect(first("n,,n=user,r=abc,x=whatever")).toStartWith("challenge ");
  });
  test("a name that cannot be a localpart is challenged, too", () => {
    expect(first("n,,n=a@b,r=abc")).toStartWith("challenge ");
    expect(first("n,,n=a=2Cb=3D,r=abc")).toStartWith("challenge ");
  });
  test("§5.1: =2C and =3D in a name stand for a comma and an equals sign, each once", () => {
    const passwords = { "a,b=2cc@example.org": "pencil" };
    const exchange = begin("SHA-1", { passwords });
    const client = initiator("SHA-1", { username: "a,b=2Cc", password: "pencil" });
    expect(client.first).toStartWith("n,,n=a=2Cb=3D2Cc,");
    const challenge = stepText(ask(exchange, client.first)).slice("challenge ".length);
    expect(stepText(ask(exchange, client.answer(challenge)))).toStartWith("success a,b=2cc@example.org v=");
  });
  test("§5.1: a mandatory extension fails", () => {
    const step = ask(begin("SHA-1"), "n,,m=1,n=user,r=abc");
    expect(step).toMatchObject({ is: "failure", text: "mandatory extensions are not supported" });
  });
  test("RFC 6120 §6.5.11: after too many attempts every proof is temporary-auth-failure; a challenge is no attempt", () => {
    const asked: string[] = [];
    const mayTry = (account: string): boolean => asked.push(account) < 0;
    const exchange = begin("SHA-1", { mayTry });
    expect(stepText(ask(exchange, "n,,n=User,r=abc"))).toStartWith("challenge ");
    expect(asked).toEqual([]);
    expect(stepText(ask(exchange, "c=biws,r=abcserver,p=AAAA"))).toBe("failure temporary-auth-failure");
    expect(asked).toEqual(["user@example.org"]);
  });
});

describe("RFC 5802 §6: channel binding", () => {
  const offering: SaslContextOptions = { ...RFC5802, bindings: [ENDPOINT], isPlusOffered: true };
  const HEADER = "p=tls-server-end-point,,";

  test("the flag y fails where -PLUS mechanisms were offered", () => {
    expect(first("y,,n=user,r=abc", offering)).toBe("failure not-authorized");
    expect(first("y,,n=user,r=abc", { ...offering, isPlusOffered: false })).toStartWith("challenge ");
    expect(first("n,,n=user,r=abc", offering)).toStartWith("challenge ");
  });
  test("p= goes with -PLUS only, n and y without", () => {
    expect(first(`${HEADER}n=user,r=abc`, offering)).toBe("failure malformed-request");
    expect(first("n,,n=user,r=abc", offering, true)).toBe("failure malformed-request");
    expect(first("y,,n=user,r=abc", offering, true)).toBe("failure malformed-request");
  });
  test("a type that is not offered fails", () => {
    expect(first("p=tls-unique,,n=user,r=abc", offering, true)).toBe("failure malformed-request");
    expect(first("p=tls-exporter,,n=user,r=abc", offering, true)).toBe("failure malformed-request");
  });
  // The proof is made here as §3 says, from the password, so that the channel's data is really under it.
  test.each([
    ["the channel's own data", "the hash of it", "success user@example.org"],
    ["those of another channel", "the hash of me", "failure not-authorized"],
    ["none", "", "failure not-authorized"],
  ])("bound to %s", (_, bound, expected) => {
    const exchange = begin("SHA-512", offering, true);
    const binding = { type: "tls-server-end-point", data: Buffer.from(bound) };
    const client = initiator("SHA-512", { username: "user", password: "pencil", binding });
    const challenge = stepText(ask(exchange, client.first)).slice("challenge ".length);
    const answer = stepText(ask(exchange, client.answer(challenge)));
    expect(answer).toStartWith(expected);
    if (expected.startsWith("success")) expect(client.isProven(answer.slice(expected.length + 1))).toBe(true);
  });
});
