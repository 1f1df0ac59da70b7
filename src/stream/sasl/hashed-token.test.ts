/** draft-schmaus-kitten-sasl-ht-09. */
import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { type SaslContextOptions, saslContext, stepText } from "../../../tests/support/client/sasl-context.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import { type HashedToken, hashedToken, hashedTokenNames } from "./hashed-token.ts";
import { SaslError, type Step } from "./mechanism.ts";

const TOKEN: HashedToken = { text: "secret-token:fast-Oeie4nmlUoLHXca_YhkjwkEBgCEKKHKCBHxR", isExpired: false };
const ENDPOINT: ChannelBinding = { type: "tls-server-end-point", data: () => Buffer.from("a hash of the certificate") };
const EXPORTER: ChannelBinding = { type: "tls-exporter", data: () => Buffer.from("32 bytes of this very connection") };

const proofOf = (token: string, channel = "", role = "Initiator"): Buffer =>
  createHmac("sha256", token).update(`${role}${channel}`).digest();

const message = (proof: Uint8Array, name = "user"): Buffer => Buffer.concat([Buffer.from(`${name}\0`), proof]);

interface Attempt extends SaslContextOptions {
  readonly mechanism?: string;
  readonly tokens?: readonly HashedToken[];
  readonly proven?: (token: HashedToken) => void;
}

function answer(sent: Uint8Array, given: Attempt = {}): Step {
  const { mechanism = "HT-SHA-256-NONE", tokens = [TOKEN], proven = () => {} } = given;
  const ring = { tokens: (account: string) => (account === "user@example.org" ? tokens : []), proven };
  return hashedToken(mechanism, ring).start(saslContext(given)).step(sent) as Step;
}

test("§2: one mechanism for each channel binding, in order of preference, and NONE", () => {
  expect(hashedTokenNames([ENDPOINT, EXPORTER])).toEqual(["HT-SHA-256-EXPR", "HT-SHA-256-ENDP", "HT-SHA-256-NONE"]);
  expect(hashedTokenNames([ENDPOINT])).toEqual(["HT-SHA-256-ENDP", "HT-SHA-256-NONE"]);
  expect(hashedTokenNames([])).toEqual(["HT-SHA-256-NONE"]);
});

describe("§3: the exchange", () => {
  test.each([
    ["HT-SHA-256-NONE", ""],
    ["HT-SHA-256-ENDP", "a hash of the certificate"],
    ["HT-SHA-256-EXPR", "32 bytes of this very connection"],
  ])(
    '%s: HMAC(token, "Initiator" || cb-data), answered by HMAC(token, "Responder" || cb-data)',
    (mechanism, channel) => {
      const step = answer(message(proofOf(TOKEN.text, channel)), { mechanism, bindings: [EXPORTER, ENDPOINT] });
      expect(step).toEqual({
        is: "success",
        account: "user@example.org",
        data: proofOf(TOKEN.text, channel, "Responder"),
      });
    },
  );

  test("a failure names the account that was tried, for the limit of attempts", () => {
    const step = answer(message(proofOf("another"), "User"));
    expect(step).toMatchObject({ is: "failure", condition: "not-authorized", account: "user@example.org" });
  });

  test("the proven token is passed on, be it the newer or the older one", () => {
    const newer = { ...TOKEN, text: "another" };
    const seen: HashedToken[] = [];
    for (const token of [newer, TOKEN]) {
      const tokens = [newer, TOKEN];
      answer(message(proofOf(token.text)), { tokens, proven: (proven) => seen.push(proven) });
    }
    expect(seen).toEqual([newer, TOKEN]);
  });
});

describe("what is refused", () => {
  const failing = (sent: Uint8Array, given?: Attempt): string => stepText(answer(sent, given));

  test.each([
    ["another token", message(proofOf("another"))],
    ["the server's own answer", message(proofOf(TOKEN.text, "", "Responder"))],
    ["half a proof", message(proofOf(TOKEN.text).subarray(0, 16))],
    ["no proof", message(Buffer.alloc(0))],
    ["a proof and more", message(Buffer.concat([proofOf(TOKEN.text), Buffer.from("x")]))],
    ["somebody else", message(proofOf(TOKEN.text), "nobody")],
    ["a name that nobody can have", message(proofOf(TOKEN.text), "a@b")],
  ])("%s is not-authorized", (_, sent) => expect(failing(sent)).toBe("failure not-authorized"));

  test("a proof for another connection", () => {
    const sent = message(proofOf(TOKEN.text, "another connection"));
    expect(failing(sent, { mechanism: "HT-SHA-256-EXPR", bindings: [EXPORTER] })).toBe("failure not-authorized");
  });

  test("a proof without channel binding", () => {
    const sent = message(proofOf(TOKEN.text));
    expect(failing(sent, { mechanism: "HT-SHA-256-EXPR", bindings: [EXPORTER] })).toBe("failure not-authorized");
    expect(failing(sent, { mechanism: "HT-SHA-256-EXPR" })).toBe("failure malformed-request");
  });

  test("an account that does not exist any more", () => {
    expect(failing(message(proofOf(TOKEN.text)), { passwords: {} })).toBe("failure not-authorized");
  });

  test("XEP-0484 §4.2: an expired token is credentials-expired, to its owner only", () => {
    const tokens = [{ ...TOKEN, isExpired: true }];
    expect(failing(message(proofOf(TOKEN.text)), { tokens })).toBe("failure credentials-expired");
    expect(failing(message(proofOf("another")), { tokens })).toBe("failure not-authorized");
  });

  test("a token that is refused once it is proven", () => {
    const proven = (): never => {
      throw new SaslError("not-authorized");
    };
    expect(failing(message(proofOf(TOKEN.text)), { proven })).toBe("failure not-authorized");
  });

  test("RFC 6120 §6.5.11: after too many attempts every proof is temporary-auth-failure", () => {
    expect(failing(message(proofOf(TOKEN.text)), { mayTry: () => false })).toBe("failure temporary-auth-failure");
  });

  test.each(["", "user", "\0proof"])("a malformed message (%p)", (text) => {
    expect(failing(Buffer.from(text))).toBe("failure malformed-request");
  });

  test("a name that is not UTF-8", () => {
    expect(failing(Buffer.from([0xff, 0, 1]))).toBe("failure malformed-request");
  });
});
