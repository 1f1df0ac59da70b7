import { afterAll, describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { authority, dns, NOW, serverCertificate } from "../../tests/support/certificate/authority.ts";
import { readCertificate, subjectOf } from "./certificate.ts";
import { openTrust } from "./chain.ts";
import { indexRoots } from "./root-index.ts";
import { readRoots } from "./roots.ts";
import { RootsError } from "./roots-error.ts";

const folder = mkdtempSync(join(tmpdir(), "roots-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const [system, own, other] = [authority("System"), authority("Own"), authority("Other")];
const systemFile = file("system.pem", system.pem);
const ownFile = file("own.pem", `# our own\n${own.pem}\n${other.pem.replaceAll("\n", "\r\n")}`);
const empty = file("empty.pem", "nothing");
const missing = join(folder, "missing.pem");

/** Which of the three authorities are trusted with these roots. */
function trusted(pems: Iterable<string>): readonly boolean[] {
  const trust = openTrust({ roots: pems, now: () => NOW });
  return [system, own, other].map(
    (by) => trust.verify([serverCertificate(by, [dns("example.org")]).der], "example.org").trusted,
  );
}

describe("the roots", () => {
  test("the system's: the first file with certificates", () => {
    const bundlePaths = [missing, empty, systemFile, ownFile];
    expect(trusted(readRoots({ caFile: "", environment: {}, bundlePaths }))).toEqual([true, false, false]);
  });

  test("those of the runtime, where the system has none", () => {
    expect([...readRoots({ caFile: "", environment: {}, bundlePaths: [missing] })]).toEqual([...rootCertificates]);
    expect(rootCertificates.length).toBeGreaterThan(50);
  });

  test("all certificates of ca_file are added", () => {
    const roots = readRoots({ caFile: ownFile, environment: {}, bundlePaths: [systemFile] });
    expect(trusted(roots)).toEqual([true, true, true]);
  });

  test("SSL_CERT_FILE replaces the system's file", () => {
    const environment = { SSL_CERT_FILE: ownFile };
    expect(trusted(readRoots({ caFile: "", environment, bundlePaths: [systemFile] }))).toEqual([false, true, true]);
  });

  test.each([missing, empty, folder])("a configured file without certificates is an error: %s", (path) => {
    expect(() => readRoots({ caFile: path, environment: {}, bundlePaths: [systemFile] })).toThrow(RootsError);
    expect(refusalOf(() => readRoots({ caFile: "", environment: { SSL_CERT_FILE: path } }))).toMatchObject({
      path,
      unreadable: path === empty ? undefined : { code: path === missing ? "ENOENT" : "EISDIR" },
    });
  });

  test("an unreadable certificate among them does not affect the others", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n";
    expect(trusted([`${broken}${system.pem}${broken}`])).toEqual([true, false, false]);
  });

  test("every root of the runtime can be parsed", () => {
    const ders = rootCertificates.map((pem) => new X509Certificate(pem).raw);
    expect(ders.map((der) => readCertificate(der)).filter(({ isAuthority }) => !isAuthority)).toEqual([]);
    const named = indexRoots(rootCertificates);
    expect(ders.filter((der) => named(subjectOf(der)).length === 0)).toEqual([]);
  });
});

function refusalOf(read: () => unknown): RootsError {
  try {
    read();
  } catch (error) {
    if (error instanceof RootsError) return error;
  }
  throw new Error("the roots were read");
}
