/** Which other domains are allowed, and what they have to prove. */
import { expect, test } from "bun:test";
import { OPEN } from "../../tests/support/federation/trial-deps.ts";
import { policyOf } from "./policy.ts";

test("by default all are allowed, over TLS, with a certificate", () => {
  const policy = policyOf(OPEN);
  expect(policy.refusal("example.org")).toBeUndefined();
  expect(policy.needsCertificate("example.org")).toBe(true);
  expect(policy.allowsPlaintext("example.org")).toBe(false);
});

test("deny includes subdomains, and no other domains", () => {
  const policy = policyOf({ ...OPEN, deny: ["Spam.Example"] });
  expect(policy.refusal("spam.example")).toContain("spam.example");
  expect(policy.refusal("rooms.spam.example")).toContain("rooms.spam.example");
  expect(policy.refusal("notspam.example")).toBeUndefined();
  expect(policy.refusal("example")).toBeUndefined();
});

test("with an allow list all others are refused; deny takes precedence", () => {
  const policy = policyOf({ ...OPEN, allow: ["friends.example"], deny: ["bad.friends.example"] });
  expect(policy.refusal("friends.example")).toBeUndefined();
  expect(policy.refusal("rooms.friends.example")).toBeUndefined();
  expect(policy.refusal("bad.friends.example")).toBeDefined();
  expect(policy.refusal("example.org")).toBeDefined();
});

test("a domain excepted from TLS needs no certificate either", () => {
  const policy = policyOf({ ...OPEN, unverified: ["old.example"], plaintext: ["older.example"] });
  expect(policy.needsCertificate("rooms.old.example")).toBe(false);
  expect(policy.allowsPlaintext("old.example")).toBe(false);
  expect(policy.needsCertificate("older.example")).toBe(false);
  expect(policy.allowsPlaintext("older.example")).toBe(true);
});

test("where no certificate is required, dialback is enough", () => {
  expect(policyOf({ ...OPEN, requireCertificate: false }).needsCertificate("example.org")).toBe(false);
});

test("a block list decides itself which domains its items include", () => {
  const policy = policyOf({ ...OPEN, isBlocked: (domain) => domain.endsWith("abuse.example") });
  expect(policy.refusal("x.abuse.example")).toContain("list of blocked domains");
  expect(policy.refusal("example.org")).toBeUndefined();
});

test("an IP address has no subdomains", () => {
  const policy = policyOf({ ...OPEN, deny: ["0.0.1", "2"] });
  expect(policy.refusal("127.0.0.1")).toBeUndefined();
  expect(policy.refusal("192.0.2.2")).toBeUndefined();
});

test("federation.enabled = false refuses every domain", () => {
  expect(policyOf({ ...OPEN, enabled: false, allow: ["example.org"] }).refusal("example.org")).toBeDefined();
});
