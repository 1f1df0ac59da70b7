import { describe, expect, test } from "bun:test";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { CertificateError } from "./certificate-error.ts";
import type { Fetch } from "./directory.ts";
import { retryDelay } from "./renewal.ts";
import { certificateId, dueAt, fetchRenewalInfo } from "./renewal-info.ts";
import { selfIssued } from "./self-issued.ts";
import type { RenewalInfo } from "./state.ts";

/** RFC 9773, Appendix A. */
const EXAMPLE = `-----BEGIN CERTIFICATE-----
MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
+FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
-----END CERTIFICATE-----
`;
const ID = "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE";
const NOW = Date.UTC(2026, 10, 22);
const AUTHORITY = { directory: "https://ca.example/directory" };

describe("RFC 9773 §4.1: the unique identifier", () => {
  test("base64url of the key identifier, a period, base64url of the serial number", () => {
    expect(certificateId(EXAMPLE)).toBe(ID);
  });

  test("a certificate without an authority key identifier has none", () => {
    const { chainPem } = selfIssued({ names: ["a.example"], notBefore: NOW, notAfter: NOW + DAY });
    expect(certificateId(chainPem)).toBeUndefined();
  });
});

describe("RFC 9773 §4.2: the suggested window", () => {
  const window = { start: "2026-12-01T00:00:00Z", end: "2026-12-03T00:00:00Z" };
  const start = Date.parse(window.start);

  /** An authority whose renewal information is `info`. Remembers what was asked. */
  const authority = (info: unknown, headers: Readonly<Record<string, string>> = {}, status = 200) => {
    const asked: string[] = [];
    const fetch: Fetch = async (url) => {
      asked.push(url);
      if (url === AUTHORITY.directory) return Response.json({ renewalInfo: "https://ca.example/renewal-info" });
      return Response.json(info, { status, headers });
    };
    return { asked, fetch };
  };
  const ask = (fetch: Fetch, random = 0.25, previous?: RenewalInfo) =>
    fetchRenewalInfo(AUTHORITY, EXAMPLE, { now: NOW, fetch, random: () => random, previous });

  test("a uniform random time within the window; the address ends with the identifier", async () => {
    const { fetch, asked } = authority({ suggestedWindow: window, explanationURL: "https://ca.example/why" });
    expect(await ask(fetch)).toMatchObject({
      certificate: ID,
      chosen: start + DAY / 2,
      explanation: "https://ca.example/why",
    });
    expect(asked).toEqual([AUTHORITY.directory, `https://ca.example/renewal-info/${ID}`]);
  });

  test("the chosen time holds as long as the window is the same", async () => {
    const { fetch } = authority({ suggestedWindow: window });
    const first = await ask(fetch, 0.25);
    expect((await ask(fetch, 0.75, first))?.chosen).toBe(start + DAY / 2);
    const moved = authority({ suggestedWindow: { ...window, end: "2026-12-02T00:00:00Z" } });
    expect((await ask(moved.fetch, 0.75, first))?.chosen).toBe(start + (3 * DAY) / 4);
  });

  test.each([
    ["21600", 6 * HOUR],
    ["1", MINUTE],
    ["99999999", DAY],
    [undefined, 6 * HOUR],
  ])("§4.3.2: Retry-After %p is clamped to a minute and a day", async (header, wait) => {
    const { fetch } = authority({ suggestedWindow: window }, header === undefined ? {} : { "retry-after": header });
    expect((await ask(fetch))?.askAgainAt).toBe(NOW + wait);
  });

  test.each([[{ start: window.end, end: window.start }], [{ start: window.start, end: window.start }], ["soon"], [{}]])(
    "a window that does not end after it starts counts as none: %j",
    async (suggestedWindow) => {
      expect(await ask(authority({ suggestedWindow }).fetch)).toBeUndefined();
    },
  );

  test("nothing from an authority without it; an error from one that fails", async () => {
    expect(await ask(async () => Response.json({}))).toBeUndefined();
    const failing = ask(authority({}, {}, 500).fetch);
    expect(await failing.catch((error: unknown) => error instanceof CertificateError && error.reason)).toBe("ca-busy");
  });
});

describe("when a certificate is due", () => {
  const long = { notBefore: NOW, notAfter: NOW + 90 * DAY };
  const suggestion = {
    certificate: ID,
    start: 0,
    end: 0,
    chosen: NOW + 70 * DAY,
    askAgainAt: 0,
    explanation: undefined,
  };

  test("at two thirds of its lifetime, at half of it where that is less than ten days", () => {
    expect(dueAt(long, undefined, NOW)).toBe(NOW + 60 * DAY);
    expect(dueAt({ notBefore: NOW, notAfter: NOW + 6 * DAY }, undefined, NOW)).toBe(NOW + 3 * DAY);
  });

  test("when the authority suggests it, but not in the last twentieth of the lifetime", () => {
    expect(dueAt(long, suggestion, NOW)).toBe(NOW + 70 * DAY);
    const late = { ...suggestion, chosen: NOW + 89 * DAY };
    expect(dueAt(long, late, NOW + 85 * DAY)).toBe(NOW + 89 * DAY);
    expect(dueAt(long, late, NOW + 86 * DAY)).toBe(NOW + 86 * DAY);
  });

  test("not within an hour of the last one, whatever the authority suggests; sooner where the lifetime is a few hours", () => {
    const overdue = { ...suggestion, chosen: NOW - DAY };
    expect(dueAt(long, overdue, NOW)).toBe(NOW - DAY);
    expect(dueAt(long, overdue, NOW, NOW)).toBe(NOW + HOUR);
    expect(dueAt({ notBefore: NOW, notAfter: NOW + HOUR }, overdue, NOW, NOW)).toBe(NOW + 3 * MINUTE);
    // Nearly over when it came: the clocks differ, say.
    expect(dueAt({ notBefore: NOW - 89 * DAY, notAfter: NOW + DAY }, undefined, NOW, NOW)).toBe(NOW + HOUR);
  });

  test("after failures: 1, 10, 100 minutes, then a day", () => {
    expect([1, 2, 3, 4, 5].map(retryDelay)).toEqual([MINUTE, 10 * MINUTE, 100 * MINUTE, DAY, DAY]);
  });
});
