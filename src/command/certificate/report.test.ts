import { expect, test } from "bun:test";
import { selfIssued } from "../../certificate/self-issued.ts";
import { statusOf } from "../../certificate/source.ts";
import { printCertificate } from "./report.ts";

const notAfter = Date.UTC(2027, 1, 20, 12);
const { chainPem, keyPem } = selfIssued({ names: ["example.com", "rooms.example.com"], notBefore: 0, notAfter });
const lastProblem = {
  reason: "no-answer",
  values: { ca: "Let's Encrypt", port: 80, name: "example.com", addresses: ["192.0.2.12"] },
  remedies: [{ key: "forward-port", values: { port: 80 } }],
  at: Date.UTC(2026, 10, 22, 8, 30),
} as const;

test("names, issuer, expiry, next renewal, and the last problem with its remedies", () => {
  const status = {
    ...statusOf({ chainPem, keyPem }, { source: "acme" }),
    isSelfSigned: false,
    issuer: "Let's Encrypt E7",
  };
  const shown = printCertificate({ ...status, nextRenewal: Date.UTC(2027, 0, 20), lastProblem }, "en");
  expect(shown.split("\n")).toEqual([
    "for           example.com, rooms.example.com",
    "issued by     Let's Encrypt E7",
    "until         2027-02-20 12:00 UTC",
    "next renewal  2027-01-20 00:00 UTC",
    "last problem  2026-11-22 08:30 UTC",
    "Let's Encrypt got no answer from port 80 of example.com (looked at 192.0.2.12).",
    "A firewall or a router is in between.",
    "  - Forward TCP port 80 in your router to this machine, and open it in its",
    "    firewall.",
  ]);
});

test("renewed by hand: from when, and before when, in place of a renewal that happens by itself", () => {
  const status = statusOf({ chainPem, keyPem }, { source: "acme", isByHand: true, nextRenewal: Date.UTC(2027, 0, 20) });
  expect(printCertificate(status, "en").split("\n").at(-1)).toBe(
    "by hand again  from 2027-01-20, before 2027-02-20: jabber-home certificate renew",
  );
  expect(printCertificate(status, "fr")).toContain("à partir du 2027-01-20, avant le 2027-02-20");
});

test("a self-signed certificate is issued by itself, in French too", () => {
  const shown = printCertificate(statusOf({ chainPem, keyPem }, { source: "self-signed" }), "fr");
  expect(shown).toContain("émis par  lui-même");
});

test("what apps and other servers would say of it comes last, and not twice", () => {
  const incomplete = {
    reason: "chain-incomplete",
    values: { issuer: "R11" },
    remedies: [{ key: "use-full-chain", values: {} }],
  } as const;
  const status = { ...statusOf({ chainPem, keyPem }, { source: "files" }), findings: [incomplete] };
  expect(printCertificate(status, "en").split("\n").slice(3)).toEqual([
    'The certificate of its issuer, "R11", is missing: apps and other servers cannot',
    "tell who vouches for it, and refuse it.",
    "  - Take the file with the whole chain (fullchain.pem of certbot and acme.sh),",
    "    or append the issuer's certificate to this one.",
  ]);
  const known = { ...status, lastProblem: { ...incomplete, at: 0 } };
  expect(printCertificate(known, "en").split("R11")).toHaveLength(2);
});

test("of several names that are missing, each is told, also where one of them was the last problem", () => {
  const missing = (name: string) =>
    ({
      reason: "name-missing",
      values: { name, names: ["example.com"] },
      remedies: [{ key: "order-for-name", values: { name } }],
    }) as const;
  const findings = [missing("verona.example"), missing("mantua.example")];
  const status = {
    ...statusOf({ chainPem, keyPem }, { source: "files", lastProblem: { ...missing("verona.example"), at: 0 } }),
    findings,
  };
  const shown = printCertificate(status, "en");
  expect(shown.split("not for verona.example")).toHaveLength(2);
  expect(shown.split("not for mantua.example")).toHaveLength(2);
});
