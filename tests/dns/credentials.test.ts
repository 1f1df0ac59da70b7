/** The file of dns.token_file. */
import { describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiProvider, DnsApiError } from "../../src/dns/providers/api.ts";
import { credentialsText, parseCredentials, readCredentials } from "../../src/dns/providers/credentials.ts";

const TOKEN = "s3cret-token-value";

describe("the file of the token", () => {
  test("a token alone, or lines key = value with comments", () => {
    expect(parseCredentials(`${TOKEN}\n`)).toEqual({ token: TOKEN });
    expect(parseCredentials("# of home\nserver = 192.0.2.53\nsecret = abc==\n")).toEqual({
      server: "192.0.2.53",
      secret: "abc==",
    });
    expect(parseCredentials("c2VjcmV0==")).toEqual({ token: "c2VjcmV0==" });
    for (const credentials of [{ token: "a=b" }, { token: "ab==" }, { url: "https://a/?b=c", password: "d e" }])
      expect(parseCredentials(credentialsText(credentials) ?? "")).toEqual(credentials);
    for (const password of ['d "e"', "d\ne", '"quoted"', "x".repeat(9000)])
      expect(credentialsText({ password })).toBeUndefined();
    for (const text of ["", "two words", "a\nb", "a\x01b", 'key = "a\rb"'])
      expect(parseCredentials(text)).toBeUndefined();
  });

  test("it is read only where nobody else may, and says what is missing without its values", () => {
    const folder = mkdtempSync(join(tmpdir(), "token-"));
    const path = join(folder, "token");
    const reasonOf = (provider: ApiProvider): string => {
      try {
        readCredentials(provider, path);
        return "read";
      } catch (error) {
        return error instanceof DnsApiError ? `${error.reason} ${error.detail}` : String(error);
      }
    };
    expect(reasonOf("desec")).toBe(`file-unreadable ${path}: ENOENT`);
    writeFileSync(path, TOKEN, { mode: 0o644 });
    chmodSync(path, 0o644);
    expect(reasonOf("desec")).toBe(`file-open ${path}`);
    chmodSync(path, 0o600);
    expect(reasonOf("desec")).toBe("read");
    expect(reasonOf("ovh")).toBe(`file-incomplete ${path}: application_key, application_secret, consumer_key`);
    rmSync(folder, { recursive: true });
  });
});
