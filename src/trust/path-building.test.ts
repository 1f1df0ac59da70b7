import { describe, expect, test } from "bun:test";
import {
  authority,
  certify,
  DAY,
  dns,
  ecKeys,
  NOW,
  type SignedCertificate,
  serverCertificate,
} from "../../tests/support/certificate/authority.ts";
import { openTrust } from "./chain.ts";
import type { Problem } from "./verdict.ts";

const DOMAIN = "example.org";

function verdictOn(
  roots: readonly SignedCertificate[],
  ...chain: readonly Pick<SignedCertificate, "der">[]
): Problem | "trusted" {
  const trust = openTrust({ roots: [roots.map(({ pem }) => pem).join("\n")], now: () => NOW });
  const verdict = trust.verify(
    chain.map(({ der }) => der),
    DOMAIN,
  );
  return verdict.trusted ? "trusted" : verdict.problem;
}

/** An authority of the same name and key as `like`, certified by another. */
const crossSigned = (
  like: SignedCertificate,
  name: string,
  by: SignedCertificate,
  notAfter = NOW + DAY,
): SignedCertificate => authority(name, { keys: like, by, notAfter });

describe("RFC 4158 §2.4: a new root that an old one has cross-signed", () => {
  const newRoot = authority("New Root");
  const oldRoot = authority("Old Root");
  const middle = authority("R", { by: newRoot });
  const leaf = serverCertificate(middle, [dns(DOMAIN)]);
  const crossed = crossSigned(newRoot, "New Root", oldRoot);

  test("where the new root is trusted, the old one is not needed", () => {
    expect(verdictOn([newRoot], leaf, middle, crossed)).toBe("trusted");
  });

  test("where only the old root is trusted, it is", () => {
    expect(verdictOn([oldRoot], leaf, middle, crossed)).toBe("trusted");
    expect(verdictOn([oldRoot], leaf, middle)).toBe("untrusted");
  });

  test("§3.5.4: a path to an expired root is dropped for a valid one", () => {
    const expired = authority("Old Root", { keys: oldRoot, notAfter: NOW - DAY });
    expect(verdictOn([expired, newRoot], leaf, middle, crossed)).toBe("trusted");
    expect(verdictOn([expired], leaf, middle, crossed)).toBe("expired");
    const expiredNew = authority("New Root", { keys: newRoot, notAfter: NOW - DAY });
    expect(verdictOn([expiredNew, oldRoot], leaf, middle, crossed)).toBe("trusted");
  });

  test("an expired certificate of the intermediate authority beside a good one", () => {
    const expired = crossSigned(middle, "R", newRoot, NOW - DAY);
    expect(verdictOn([newRoot], leaf, expired, middle)).toBe("trusted");
    expect(verdictOn([newRoot], leaf, middle, expired)).toBe("trusted");
  });

  test("two roots of one name, of which one has the key", () => {
    expect(verdictOn([authority("New Root"), newRoot], leaf, middle)).toBe("trusted");
  });
});

describe("RFC 8446 §4.4.2: implementations should be prepared for extraneous certificates and arbitrary orderings", () => {
  const root = authority("Root");
  const upper = authority("Upper", { by: root });
  const lower = authority("Lower", { by: upper });
  const leaf = serverCertificate(lower, [dns(DOMAIN)]);
  const surplus = [authority("A"), authority("B", { by: upper }), serverCertificate(lower, [dns("example.com")])];

  test("in order", () => {
    expect(verdictOn([root], leaf, lower, upper)).toBe("trusted");
  });

  test("out of order, and with others between", () => {
    expect(verdictOn([root], leaf, ...surplus, upper, lower, leaf, root)).toBe("trusted");
  });

  test("an unreadable certificate among the others is ignored", () => {
    expect(verdictOn([root], leaf, { der: Buffer.from("no certificate") }, lower, upper)).toBe("trusted");
  });

  test("the first certificate is the server's, whatever the others are", () => {
    expect(verdictOn([root], lower, leaf, upper)).toBe("wrong-purpose");
  });
});

describe("the cost of a chain", () => {
  const root = authority("Root");
  /** A server's certificate and the authorities above it, `count` in all. */
  function chainOf(count: number): readonly SignedCertificate[] {
    const above: SignedCertificate[] = [root];
    while (above.length < count) above.unshift(authority(`CA ${above.length}`, { by: above[0] ?? root }));
    return [serverCertificate(above[0] ?? root, [dns(DOMAIN)]), ...above.slice(0, -1)];
  }

  test("ten certificates are accepted, eleven are not", () => {
    expect(verdictOn([root], ...chainOf(9))).toBe("trusted");
    const [leaf = root, ...others] = chainOf(2);
    expect(verdictOn([root], leaf, ...others, ...Array(8).fill(root))).toBe("trusted");
    expect(verdictOn([root], leaf, ...others, ...Array(9).fill(root))).toBe("malformed");
  });

  test("a megabyte is not parsed", () => {
    const large = certify({ by: root, names: Array.from({ length: 40_000 }, (_, at) => dns(`host${at}.example.com`)) });
    expect(large.der.length).toBeGreaterThan(900_000);
    expect(verdictOn([root], large)).toBe("malformed");
    const [leaf = root] = chainOf(1);
    expect(verdictOn([root], leaf, large)).toBe("malformed");
  });

  test("authorities that have all signed one another end the search after MAX_SIGNATURE_CHECKS", () => {
    const keys = Array.from({ length: 9 }, () => ecKeys());
    const [first = ecKeys()] = keys;
    const subject = authority("Circle", { keys: first }).subject;
    const circle = keys.map((own, at) =>
      authority("Circle", {
        keys: own,
        by: { subject, privateKey: (keys[at - 1] ?? keys.at(-1) ?? first).privateKey },
      }),
    );
    const [head = root] = circle;
    const began = process.cpuUsage();
    expect(verdictOn([root], serverCertificate(head, [dns(DOMAIN)]), ...circle)).toBe("untrusted");
    const same = Array.from({ length: 9 }, () => authority("Circle", { keys: first }));
    expect(verdictOn([root], serverCertificate(head, [dns(DOMAIN)]), ...same)).toBe("untrusted");
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(250);
  });

  test("copies of the root do not hide the path to it", () => {
    const same = Array.from({ length: 8 }, () => authority("Root", { keys: root }));
    const middle = authority("Middle", { by: root });
    expect(verdictOn([root], serverCertificate(middle, [dns(DOMAIN)]), ...same, middle)).toBe("trusted");
  });
});
