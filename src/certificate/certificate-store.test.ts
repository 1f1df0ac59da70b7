import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCertificateStore } from "./certificate-store.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "certificate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the folder certificate/", () => {
  test("RFC 8555 §7.3: the account's key is made once and then kept", () => {
    const key = openCertificateStore(folder).accountKey();
    expect(createPrivateKey(key).asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    expect(openCertificateStore(folder).accountKey()).toBe(key);
    expect(statSync(join(folder, "account-key.pem")).mode & 0o777).toBe(0o600);
  });

  test("the state outlives a restart", () => {
    openCertificateStore(folder).state.change({ failedRenewals: 3, accounts: { "https://ca.example/dir": "kid" } });
    const { failedRenewals, accounts, issued } = openCertificateStore(folder).state.read();
    expect({ failedRenewals, accounts, issued }).toEqual({
      failedRenewals: 3,
      accounts: { "https://ca.example/dir": "kid" },
      issued: [],
    });
    expect(statSync(join(folder, "state.json")).mode & 0o777).toBe(0o600);
  });

  test.each(["", "{", "[]", "null", '{"failures":7,"notBefore":"soon","accounts":[],"suggestion":4}'])(
    "a damaged state.json counts as empty: %s",
    (text) => {
      writeFileSync(join(folder, "state.json"), text);
      const { failures, notBefore, accounts, suggestion } = openCertificateStore(folder).state.read();
      expect({ failures, notBefore, accounts, suggestion }).toEqual({
        failures: [],
        notBefore: 0,
        accounts: {},
        suggestion: undefined,
      });
    },
  );
});
