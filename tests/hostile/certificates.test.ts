/** Malformed and forged certificate chains, each compared with the verdict of openssl. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extension } from "../../src/certificate/self-issued.ts";
import { openTrust } from "../../src/trust/chain.ts";
import { der, oid, sequence, TAG } from "../../src/trust/der.ts";
import {
  authority,
  basicConstraints,
  type CertificateFields,
  CLIENT_AUTH,
  DAY,
  dns,
  ecKeys,
  extendedKeyUsage,
  keyUsage,
  NOW,
  nameConstraints,
  rsaKeys,
  SERVER_AUTH,
  SIGNATURES,
  type SignedCertificate,
  serverCertificate,
} from "../support/certificate/authority.ts";
import { testWith } from "../support/needs.ts";

const DOMAIN = "example.org";
const root = authority("Root");
const middle = authority("Middle", { by: root });
const leaf = serverCertificate(middle, [dns(DOMAIN)]);
const trust = openTrust({ roots: [root.pem], now: () => NOW });

describe("any bytes get a verdict", () => {
  /** The same numbers each time (xorshift32), so that a failure can be reproduced. */
  function numbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % below;
    };
  }

  /** Up to four bytes changed, removed, doubled or made up. */
  function mutated(original: Buffer, number: (below: number) => number): Buffer {
    let bytes = Buffer.from(original);
    for (let left = 1 + number(4); left > 0 && bytes.length > 0; left -= 1) {
      const at = number(bytes.length);
      const end = at + number(Math.min(64, bytes.length - at) + 1);
      const changes = [
        () => bytes.fill((bytes[at] ?? 0) ^ (1 << number(8)), at, at + 1),
        () => bytes.fill(number(256), at, at + 1),
        () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]),
        () => Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]),
        () => bytes.subarray(0, at + 1),
      ];
      bytes = (changes[number(changes.length)] ?? changes[0])?.() ?? bytes;
    }
    return bytes;
  }

  test("of 2,000 chains with changed bytes, only those whose leaf and intermediate are unchanged are trusted", () => {
    const number = numbers(20261122);
    const verdicts = new Map<string, number>();
    for (let round = 0; round < 2000; round += 1) {
      const chain = [leaf.der, middle.der, root.der];
      const which = number(2);
      chain[which] = mutated(chain[which] ?? leaf.der, number);
      const verdict = trust.verify(chain, DOMAIN);
      const isSame = leaf.der.equals(chain[0] ?? leaf.der) && middle.der.equals(chain[1] ?? middle.der);
      expect(verdict.trusted && !isSame).toBe(false);
      const kind = verdict.trusted ? "trusted" : verdict.problem;
      verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
    }
    // Some chains were parsed and verified, not only refused as malformed.
    expect([...verdicts.keys()].sort()).toEqual(expect.arrayContaining(["malformed", "untrusted"]));
    expect(verdicts.get("untrusted")).toBeGreaterThan(500);
  });

  test("2,000 chains of random bytes", () => {
    const number = numbers(5280);
    for (let round = 0; round < 2000; round += 1) {
      const noise = Buffer.from(Array.from({ length: number(300) }, () => number(256)));
      expect(trust.verify([noise, middle.der], DOMAIN)).toMatchObject({ trusted: false, problem: "malformed" });
    }
  });

  test("DER values nested fifteen thousand deep", () => {
    let nested = sequence();
    while (nested.length < 60_000) nested = sequence(nested);
    expect(trust.verify([nested], DOMAIN)).toMatchObject({ problem: "malformed" });
    const subject = sequence(der(TAG.set, sequence(oid("2.5.4.3"), nested)));
    const deep = serverCertificate(middle, [dns(DOMAIN)], { subject });
    expect(trust.verify([deep.der, middle.der], DOMAIN).trusted).toBeBoolean();
  });
});

describe("the verdict is that of OpenSSL", () => {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Whether `openssl verify` trusts the chain as a server's, with keys and digests of at least 112 bits. */
  async function isTrustedByOpenSsl([first, ...others]: readonly [
    SignedCertificate,
    ...SignedCertificate[],
  ]): Promise<boolean> {
    const [rootFile, othersFile, leafFile] = ["root", "others", "leaf"].map((name) => join(folder, `${name}.pem`));
    writeFileSync(`${rootFile}`, root.pem);
    writeFileSync(`${othersFile}`, others.map(({ pem }) => pem).join(""));
    writeFileSync(`${leafFile}`, first.pem);
    const anchors = ["-CAfile", `${rootFile}`, "-no-CApath", "-no-CAstore"];
    const sent = others.length > 0 ? ["-untrusted", `${othersFile}`] : [];
    const rules = ["-purpose", "sslserver", "-verify_hostname", DOMAIN, "-auth_level", "2", "-attime", `${NOW / 1000}`];
    const child = Bun.spawn(["openssl", "verify", ...anchors, ...sent, ...rules, `${leafFile}`], {
      stdout: "ignore",
      stderr: "ignore",
    });
    return (await child.exited) === 0;
  }

  const LEAVES: Record<string, CertificateFields & { of?: readonly Buffer[] }> = {
    "for servers only": {},
    "for servers and clients": { extensions: [extendedKeyUsage(SERVER_AUTH, CLIENT_AUTH)] },
    "for clients only": { extensions: [extendedKeyUsage(CLIENT_AUTH)] },
    "without a purpose": { extensions: [] },
    "with a key that signs certificates alone": { extensions: [keyUsage(0x04)] },
    expired: { notAfter: NOW - DAY },
    "not yet valid": { notBefore: NOW + DAY },
    "for another name": { of: [dns("example.com")] },
    "for a name that only begins the same": { of: [dns("example.org.example.com")] },
    "for a wildcard of its own domain": { of: [dns("*.example.org")] },
    "for a name with a NUL": { of: [dns("example.org\0.example.com")] },
    "with an extension that has to be understood": { extensions: [extension("1.3.6.1.4.1.99999.1", true, sequence())] },
    "with an extension that nobody has to understand": {
      extensions: [extension("1.3.6.1.4.1.99999.1", false, sequence())],
    },
    "signed with SHA-1": { signature: SIGNATURES.ecdsaWithSha1 },
    "with a key of 1024 bits": { keys: rsaKeys(1024) },
    "signed by another key": { by: { subject: middle.subject, privateKey: ecKeys().privateKey } },
  };
  const AUTHORITIES: Record<string, CertificateFields> = {
    "with nothing special": {},
    "which is not one": { extensions: [basicConstraints(false)] },
    "without basic constraints": { extensions: [keyUsage(0x06)] },
    "without keyCertSign": { extensions: [basicConstraints(true), keyUsage(0x80)] },
    "for clients only": { extensions: [basicConstraints(true), extendedKeyUsage(CLIENT_AUTH)] },
    expired: { notAfter: NOW - DAY },
    "not yet valid": { notBefore: NOW + DAY },
    "that may name the domain": {
      extensions: [basicConstraints(true), nameConstraints({ permitted: [dns("org")], excluded: [dns("mil")] })],
    },
    "that may name others only": {
      extensions: [basicConstraints(true), nameConstraints({ permitted: [dns("example.com")] })],
    },
    "that may not name the domain": {
      extensions: [basicConstraints(true), nameConstraints({ excluded: [dns("org")] })],
    },
    "with a key of 1024 bits": { keys: rsaKeys(1024) },
  };

  for (const [what, { of = [dns(DOMAIN)], ...form }] of Object.entries(LEAVES)) {
    testWith(["openssl"])(`of a certificate ${what}`, async () => {
      const chain = [serverCertificate(middle, of, form), middle] as const;
      expect(trust.verify(bytesOf(chain), DOMAIN).trusted).toBe(await isTrustedByOpenSsl(chain));
    });
  }

  for (const [what, form] of Object.entries(AUTHORITIES)) {
    testWith(["openssl"])(`of an authority ${what}`, async () => {
      const other = authority("Other", { by: root, ...form });
      const signature = form.keys === undefined ? SIGNATURES.ecdsa : SIGNATURES.rsa;
      const chain = [serverCertificate(other, [dns(DOMAIN)], { signature }), other] as const;
      expect(trust.verify(bytesOf(chain), DOMAIN).trusted).toBe(await isTrustedByOpenSsl(chain));
    });
  }

  testWith(["openssl"])("of chains too long, out of order, and of a stranger", async () => {
    const short = authority("Short", { by: root, extensions: [basicConstraints(true, 0)] });
    const below = authority("Below", { by: short });
    const stranger = authority("Stranger");
    const chains = [
      [serverCertificate(short, [dns(DOMAIN)]), short],
      [serverCertificate(below, [dns(DOMAIN)]), below, short],
      [serverCertificate(below, [dns(DOMAIN)]), short, below],
      [leaf, stranger, root, middle],
      [leaf],
      [serverCertificate(stranger, [dns(DOMAIN)]), stranger],
    ] as const;
    for (const chain of chains) {
      expect(trust.verify(bytesOf(chain), DOMAIN).trusted).toBe(await isTrustedByOpenSsl(chain));
    }
  });
});

const bytesOf = (chain: readonly SignedCertificate[]): readonly Uint8Array[] => chain.map(({ der: bytes }) => bytes);
