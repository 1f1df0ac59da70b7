/** What people type for an account, a room, somebody or a domain. */
import { expect, test } from "bun:test";
import { OperationError } from "../operation-error.ts";
import { parseTypedAccount, parseTypedDomain, parseTypedPerson, parseTypedRoom } from "./addresses.ts";

const SERVICES = ["rooms.example.com", "rooms.exämple.org"];
const DOMAINS = ["example.com", "exämple.org"];

const failureOf = (work: () => unknown): Pick<OperationError, "reason" | "details"> => {
  try {
    work();
  } catch (error) {
    if (error instanceof OperationError) return { reason: error.reason, details: error.details };
    throw error;
  }
  throw new Error("no failure");
};

test("a name alone is a room of the first domain; addresses are prepared", () => {
  expect(parseTypedRoom("Family", SERVICES).full).toBe("family@rooms.example.com");
  expect(parseTypedRoom("club@rooms.xn--exmple-cua.org", SERVICES).full).toBe("club@rooms.exämple.org");
});

test.each(["", "@rooms.example.com", "a b", "club@", "x".repeat(2000)])("%p is no room's address", (text) => {
  const { reason, details } = failureOf(() => parseTypedRoom(text, SERVICES));
  expect([reason, details]).toEqual(["not-a-room", { given: text.slice(0, 50), example: "family@rooms.example.com" }]);
});

test("a name alone is an account of the first domain", () => {
  expect(parseTypedAccount("Bob", DOMAINS).full).toBe("bob@example.com");
  expect(parseTypedAccount("Bob@XN--EXMPLE-CUA.org", DOMAINS).full).toBe("bob@exämple.org");
  for (const bad of ["", "@example.com", "b b@example.com", "bob@"])
    expect(failureOf(() => parseTypedAccount(bad, DOMAINS)).reason).toBe("not-an-address");
  expect(failureOf(() => parseTypedAccount("bob@example.com/phone", DOMAINS)).reason).toBe("not-an-account");
  expect(failureOf(() => parseTypedAccount("bob@elsewhere.net", DOMAINS)).reason).toBe("domain-not-served");
  expect(failureOf(() => parseTypedAccount("bob@example.com", [])).reason).toBe("no-domain-served");
});

test("a name alone is somebody at the first domain, unless it is a domain", () => {
  expect(parseTypedPerson("Bob", DOMAINS).full).toBe("bob@example.com");
  expect(parseTypedPerson("someone@elsewhere.net", DOMAINS).full).toBe("someone@elsewhere.net");
  expect(parseTypedPerson("spam.example", DOMAINS).full).toBe("spam.example");
  expect(parseTypedPerson("LOCALHOST", ["localhost"]).full).toBe("localhost");
  for (const bad of ["", "a b", "bob@example.com/phone", "@example.com"])
    expect(failureOf(() => parseTypedPerson(bad, DOMAINS)).reason).toBe("nobodys-address");
});

test("domains are meant in every spelling", () => {
  expect(parseTypedDomain("xn--caf-dma.example.")).toBe("café.example");
  expect(parseTypedDomain("Other.Example")).toBe("other.example");
  for (const bad of ["alice@other.example", `${"a".repeat(64)}.example`])
    expect(failureOf(() => parseTypedDomain(bad))).toEqual({
      reason: "not-a-domain",
      details: { given: bad.slice(0, 50) },
    });
});
