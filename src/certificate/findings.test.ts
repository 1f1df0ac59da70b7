/** What apps and other servers would say of a certificate. */
import { expect, test } from "bun:test";
import {
  authority,
  type CertificateFields,
  CLIENT_AUTH,
  DAY,
  dns,
  extendedKeyUsage,
  keyUsage,
  NOW,
  rsaKeys,
  SERVER_AUTH,
  serverCertificate,
} from "../../tests/support/certificate/authority.ts";
import { openTrust } from "../trust/chain.ts";
import { der, oid, sequence } from "../trust/der.ts";
import { findingsOf, isRefusal } from "./findings.ts";
import { extension, selfIssued } from "./self-issued.ts";

const DOMAIN = "example.org";
const root = authority("Root");
const middle = authority("Middle", { by: root });
const trust = openTrust({ roots: [root.pem], now: () => NOW });

/** RFC 5280 §4.2.2.1: where the issuer's certificate is to be had. */
const issuerAddress = extension(
  "1.3.6.1.5.5.7.1.1",
  false,
  sequence(sequence(oid("1.3.6.1.5.5.7.48.2"), der(0x86, Buffer.from("http://ca.example/middle.der")))),
);
const PUBLIC: CertificateFields = { extensions: [keyUsage(0x80), extendedKeyUsage(SERVER_AUTH), issuerAddress] };

const reasonsOf = (pem: string, services: readonly string[] = [], domain = DOMAIN) =>
  findingsOf(pem, { domains: [domain], services, trust }).map(({ reason }) => reason);

/** Of a certificate that is as the form says, with its intermediate. */
const reasonsWith = (form: CertificateFields, ...services: string[]) =>
  reasonsOf(serverCertificate(middle, [dns(DOMAIN)], form).pem + middle.pem, services);

test("nothing, where the chain leads to a public root and covers all names", () => {
  const leaf = serverCertificate(middle, [dns(DOMAIN), dns(`*.${DOMAIN}`)], PUBLIC);
  expect(reasonsOf(leaf.pem + middle.pem, [`rooms.${DOMAIN}`])).toEqual([]);
});

test("that the intermediate is missing, and whose it is", () => {
  const { pem } = serverCertificate(middle, [dns(DOMAIN)], PUBLIC);
  const [found] = findingsOf(pem, { domains: [DOMAIN], services: [], trust });
  expect(found).toMatchObject({ reason: "chain-incomplete", values: { issuer: "Middle" } });
  expect(found?.remedies.map(({ key }) => key)).toEqual(["use-full-chain"]);
});

test("that nobody knows the issuer, where it is an authority of one's own", () => {
  const own = authority("Our house");
  expect(reasonsOf(serverCertificate(own, [dns(DOMAIN)]).pem)).toEqual(["issuer-unknown"]);
});

test("that it is not for the rooms", () => expect(reasonsWith({}, `rooms.${DOMAIN}`)).toEqual(["service-missing"]));

test("that it is not for the name of pages and files, which a domain's own name is not", () => {
  const pem = serverCertificate(middle, [dns(DOMAIN)], {}).pem + middle.pem;
  const found = (web: string) => findingsOf(pem, { domains: [DOMAIN], services: [], web, trust });
  expect(found(`tintin.${DOMAIN}`)).toEqual([
    {
      reason: "web-missing",
      values: { name: `tintin.${DOMAIN}` },
      remedies: [{ key: "order-for-web", values: { name: `tintin.${DOMAIN}` } }],
    },
  ]);
  expect(found(`tintin.${DOMAIN}`).some(isRefusal)).toBe(false);
  expect(found(DOMAIN)).toEqual([]);
});

test("that it is not for the domain, whatever else is right", () => {
  const { pem } = serverCertificate(middle, [dns("www.example.org")]);
  expect(reasonsOf(pem + middle.pem)).toEqual(["name-missing"]);
});

test.each([
  ["too-weak", { keys: rsaKeys(1024) }],
  ["not-for-servers", { extensions: [keyUsage(0x80), extendedKeyUsage(CLIENT_AUTH)] }],
  ["expired", { notAfter: NOW - DAY }],
  ["not-yet-valid", { notBefore: NOW + DAY }],
] as const)("that it is %s: it is refused where it is not in use yet", (reason, form) => {
  const chain = serverCertificate(middle, [dns(DOMAIN)], form).pem + middle.pem;
  expect(reasonsOf(chain)).toEqual([reason]);
  expect(findingsOf(chain, { domains: [DOMAIN], services: [], trust }).every(isRefusal)).toBe(true);
});

test("that it signed itself, except for a name that no authority issues for", () => {
  const own = (name: string) => selfIssued({ names: [name], notBefore: NOW - DAY, notAfter: NOW + DAY }).chainPem;
  expect(reasonsOf(own(DOMAIN))).toEqual(["own-signature"]);
  expect(reasonsOf(own("localhost"), [], "localhost")).toEqual([]);
});
