/** With whom this server speaks. */
import { expect, test } from "bun:test";
import { OPEN } from "../../tests/support/federation/trial-deps.ts";
import { policyOf } from "./policy.ts";

test("everybody is welcome by default, over TLS, with a certificate", () => {
  const policy = policyOf(OPEN);
  expect(policy.refusal("example.org")).toBeUndefined();
  expect(policy.needsCertificate("example.org")).toBe(true);
  expect(policy.allowsPlaintext("example.org")).toBe(false);
});

test("a domain that is denied takes its subdomains with it, and no other", () => {
  const policy = policyOf({ ...OPEN, deny: ["Spam.Example"] });
  expect(policy.refusal("spam.example")).toContain("spam.example");
  expect(policy.refusal("rooms.spam.example")).toContain("rooms.spam.example");
  expect(policy.refusal("notspam.example")).toBeUndefined();
  expect(policy.refusal("example")).toBeUndefined();
});

test("where some are allowed, others are not; denial is stronger", () => {
  const policy = policyOf({ ...OPEN, allow: ["friends.example"], deny: ["bad.friends.example"] });
  expect(policy.refusal("friends.example")).toBeUndefined();
  expect(policy.refusal("rooms.friends.example")).toBeUndefined();
  expect(policy.refusal("bad.friends.example")).toBeDefined();
  expect(policy.refusal("example.org")).toBeDefined();
});

test("exceptions: who is excepted from TLS cannot show a certificate either", () => {
  const policy = policyOf({ ...OPEN, unverified: ["old.example"], plaintext: ["older.example"] });
  expect(policy.needsCertificate("rooms.old.example")).toBe(false);
  expect(policy.allowsPlaintext("old.example")).toBe(false);
  expect(policy.needsCertificate("older.example")).toBe(false);
  expect(policy.allowsPlaintext("older.example")).toBe(true);
});

test("where no certificate is required, dialback is enough", () => {
  expect(policyOf({ ...OPEN, requireCertificate: false }).needsCertificate("example.org")).toBe(false);
});

test("a list of others says for what its domains stand", () => {
  const policy = policyOf({ ...OPEN, isBlocked: (domain) => domain.endsWith("abuse.example") });
  expect(policy.refusal("x.abuse.example")).toContain("list of blocked domains");
  expect(policy.refusal("example.org")).toBeUndefined();
});

test("the numbers of an address are no subdomains of each other", () => {
  const policy = policyOf({ ...OPEN, deny: ["0.0.1", "2"] });
  expect(policy.refusal("127.0.0.1")).toBeUndefined();
  expect(policy.refusal("192.0.2.2")).toBeUndefined();
});

test("off is off for everybody", () => {
  expect(policyOf({ ...OPEN, enabled: false, allow: ["example.org"] }).refusal("example.org")).toBeDefined();
});
