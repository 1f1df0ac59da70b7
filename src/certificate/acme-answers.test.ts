import { describe, expect, test } from "bun:test";
import type { Client, Order } from "acme-client";
import { checkedClient, UnexpectedAnswer } from "./acme-answers.ts";
import { diagnose } from "./diagnosis.ts";
import { AcmeError, parseProblemDocument } from "./problem-document.ts";

const ORDER = { status: "pending", authorizations: ["https://ca.example/1"], finalize: "https://ca.example/2" };
const CHALLENGE = { type: "http-01", url: "https://ca.example/3", token: "abc" };
const AUTHORIZATION = { status: "pending", identifier: { type: "dns", value: "example.com" }, challenges: [CHALLENGE] };

/** A library that hands over these answers. */
const clientThat = (answer: () => unknown) => {
  const give = async () => answer();
  return checkedClient({ getOrder: give, getAuthorizations: give, getCertificate: give } as unknown as Client);
};
const given = ORDER as unknown as Order;

test("RFC 8555 §7.1: an order, its authorizations and its certificate are handed over as they are", async () => {
  expect(await clientThat(() => ORDER).getOrder(given)).toEqual(given);
  expect(await clientThat(() => [AUTHORIZATION]).getAuthorizations(given)).toEqual([AUTHORIZATION] as never);
  expect(await clientThat(() => "-----BEGIN CERTIFICATE-----\n").getCertificate(given)).toContain("BEGIN");
});

test("RFC 8555 §7.1.4: what is authorized already may have no challenges", async () => {
  const valid = { ...AUTHORIZATION, status: "valid", challenges: undefined };
  expect(await clientThat(() => [valid]).getAuthorizations(given)).toEqual([{ ...valid, challenges: [] }] as never);
  const order = { ...ORDER, certificate: null };
  expect(await clientThat(() => order).getOrder(given)).toEqual(order as never);
});

describe("an answer that is none of RFC 8555 is refused", () => {
  test.each([
    ["a text", "pending"],
    ["no status", { ...ORDER, status: undefined }],
    ["no authorizations", { ...ORDER, authorizations: undefined }],
    ["an authorization without an address", { ...ORDER, authorizations: ["t:"] }],
    ["authorizations without end", { ...ORDER, authorizations: Array(201).fill("https://ca.example/1") }],
    ["no address to finalize it", { ...ORDER, finalize: 1 }],
  ])("an order: %s", (_, answer) =>
    expect(clientThat(() => answer).getOrder(given)).rejects.toBeInstanceOf(UnexpectedAnswer),
  );

  test.each([
    ["no name", { ...AUTHORIZATION, identifier: undefined }],
    ["no challenges", { ...AUTHORIZATION, challenges: {} }],
    ["no challenges though it is pending", { ...AUTHORIZATION, status: "pending", challenges: undefined }],
    ["a challenge without an address", { ...AUTHORIZATION, challenges: [{ ...CHALLENGE, url: "" }] }],
  ])("an authorization: %s", (_, answer) =>
    expect(clientThat(() => [answer]).getAuthorizations(given)).rejects.toBeInstanceOf(UnexpectedAnswer),
  );

  test("a certificate that is JSON", () =>
    expect(clientThat(() => ({})).getCertificate(given)).rejects.toBeInstanceOf(UnexpectedAnswer));
});

describe("what the library throws", () => {
  const thrownBy = (error: unknown): Promise<unknown> =>
    clientThat(() => {
      throw error;
    })
      .getOrder(given)
      .catch((thrown: unknown) => thrown);

  test("an error without a code is about the answer, and told as a problem of the authority", async () => {
    const error = await thrownBy(new TypeError("undefined is not an object"));
    expect(error).toBeInstanceOf(UnexpectedAnswer);
    const deps = {
      authority: { directory: "https://ca.example/d" },
      caaIdentities: [],
      publicAddresses: [],
      host: "h",
    };
    const dns = { query: async () => ({ state: "absent" }) as const };
    expect((await diagnose(error, { ...deps, dns })).problem.reason).toBe("ca-busy");
  });

  test("RFC 8555 §7.3: an account without an address", () => {
    const getAccountUrl = (): string => {
      throw new Error("No account URL found");
    };
    expect(checkedClient({ getAccountUrl } as unknown as Client).getAccountUrl).toThrow(UnexpectedAnswer);
  });

  test("what the authority refuses, and what the network says, stays what it is", async () => {
    const refused = new AcmeError(403, parseProblemDocument({}), undefined);
    const lost = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
    expect(await thrownBy(refused)).toBe(refused);
    expect(await thrownBy(lost)).toBe(lost);
  });
});
