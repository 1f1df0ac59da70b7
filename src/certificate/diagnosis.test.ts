import { describe, expect, test } from "bun:test";
import type { Resolver } from "../dns/resolver.ts";
import { reasonText, remedyText } from "../messages/certificate-problems.ts";
import { LANGUAGES } from "../messages/language.ts";
import { InvalidAuthorizations, NoSupportedChallenge } from "./authorizations.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import { CHALLENGES, type ChallengeType } from "./challenges/challenge.ts";
import { diagnose } from "./diagnosis.ts";
import { AcmeError, parseProblemDocument } from "./problem-document.ts";

const NAME = "example.com";
const meansWith = (addresses: readonly string[]) => {
  const query = async (type: string) => (type === "A" && addresses.length > 0 ? found(addresses) : { state: "absent" });
  return {
    authority: { directory: "https://acme-v02.api.letsencrypt.org/directory" },
    caaIdentities: ["letsencrypt.org"],
    publicAddresses: ["192.0.2.12"],
    host: "tintin.example.com",
    dns: { query: query as unknown as Resolver["query"] },
  };
};
const found = (values: readonly string[]) => ({ state: "found", values });

async function refusal(type: string, detail: string, status = 403, retryAt?: number): Promise<CertificateProblem> {
  const document = parseProblemDocument({ type: `urn:ietf:params:acme:error:${type}`, detail });
  return (await diagnose(new AcmeError(status, document, retryAt), meansWith([]))).problem;
}

async function failure(challenge: ChallengeType, type: string, detail: string, addresses: readonly string[]) {
  const document = { type, detail, subproblems: [] };
  const error = new InvalidAuthorizations([{ name: NAME, type: challenge, document, address: undefined }]);
  return (await diagnose(error, meansWith(addresses))).problem;
}

describe("an error of Let's Encrypt", () => {
  test("rateLimited: with the time, from its detail or from Retry-After", async () => {
    const detail =
      "too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry after 2026-11-23 06:00:00 UTC: see https://letsencrypt.org/docs/rate-limits/";
    const until = Date.UTC(2026, 10, 23, 6);
    expect(await refusal("rateLimited", detail, 429)).toMatchObject({ reason: "rate-limited", retryAt: until });
    expect(await refusal("rateLimited", "too many", 429, 5000)).toMatchObject({
      reason: "rate-limited",
      retryAt: 5000,
    });
  });

  test("rateLimited with a time that is none: as one without", async () =>
    expect(await refusal("rateLimited", "retry after 2026-13-45 99:00:00 UTC", 429)).toMatchObject({
      reason: "ca-busy",
      retryAt: undefined,
    }));

  test("a paused name: with the address where it can be unpaused", async () => {
    const url = "https://portal.letsencrypt.org/sfe/v1/unpause?jwt=abc.def";
    const detail = `Your account is temporarily prevented from requesting certificates for ${NAME} and possibly others. Please visit: ${url}`;
    const problem = await refusal("rateLimited", detail, 429);
    expect(problem).toMatchObject({ reason: "paused", name: NAME, remedies: [{ key: "unpause", values: { url } }] });
  });

  test.each([
    ["accountDoesNotExist", 400, "account-refused"],
    ["externalAccountRequired", 403, "account-refused"],
    ["userActionRequired", 403, "account-refused"],
    ["serverInternal", 500, "ca-busy"],
    ["rateLimited", 429, "ca-busy"],
    ["badCSR", 400, "ca-refused"],
  ] as const)("%s (%d): %s", async (type, status, reason) => {
    expect((await refusal(type, "for a reason", status)).reason).toBe(reason);
  });

  test("a rejected name is taken from the subproblem", async () => {
    const document = parseProblemDocument({
      type: "urn:ietf:params:acme:error:malformed",
      subproblems: [
        {
          type: "urn:ietf:params:acme:error:rejectedIdentifier",
          detail: "Domain name does not end with a valid public suffix (TLD)",
          identifier: { value: "chat.lan" },
        },
      ],
    });
    const { problem } = await diagnose(new AcmeError(400, document, undefined), meansWith([]));
    expect(problem).toMatchObject({ reason: "name-refused", name: "chat.lan" });
  });

  test("CAA forbids it: with the record to add", async () => {
    const problem = await failure("http-01", "caa", `CAA record for ${NAME} prevents issuance`, ["192.0.2.12"]);
    const record = 'example.com. IN CAA 0 issue "letsencrypt.org"';
    expect(problem).toMatchObject({ reason: "caa-forbids", remedies: [{ key: "change-caa", values: { record } }] });
  });

  test("no challenge that works here is offered", async () => {
    const { problem } = await diagnose(new NoSupportedChallenge(NAME, ["dns-account-01"]), meansWith([]));
    expect(problem).toMatchObject({ reason: "no-challenge", values: { offered: ["dns-account-01"] } });
  });
});

const REFUSED = "192.0.2.12: Fetching http://example.com/.well-known/acme-challenge/x: Connection refused";
const FIREWALL =
  "192.0.2.12: Fetching http://example.com/.well-known/acme-challenge/x: Timeout during connect (likely firewall problem)";
const HERE = ["192.0.2.12"];
const ELSEWHERE = ["198.51.100.7"];

describe("a validation by Let's Encrypt that failed", () => {
  test.each([
    ["http-01", "connection", REFUSED, HERE, "nothing-listens"],
    ["http-01", "connection", FIREWALL, HERE, "no-answer"],
    ["http-01", "connection", REFUSED, ELSEWHERE, "wrong-address"],
    [
      "http-01",
      "unauthorized",
      "198.51.100.7: Invalid response from http://example.com/x: 404",
      ELSEWHERE,
      "wrong-address",
    ],
    ["http-01", "unauthorized", "192.0.2.12: Invalid response from http://example.com/x: 404", HERE, "other-server"],
    ["http-01", "dns", "DNS problem: NXDOMAIN looking up A for example.com", [], "no-such-name"],
    ["http-01", "dns", "no valid A records found for example.com; no valid AAAA records found", [], "no-address"],
    ["http-01", "dns", "DNS problem: SERVFAIL looking up CAA for example.com", HERE, "dns-broken"],
    [
      "tls-alpn-01",
      "tls",
      'Cannot negotiate ALPN protocol "acme-tls/1" for tls-alpn-01 challenge',
      HERE,
      "alpn-refused",
    ],
    ["tls-alpn-01", "unauthorized", "Incorrect validation certificate for tls-alpn-01 challenge", HERE, "alpn-refused"],
    ["dns-01", "unauthorized", "No TXT record found at _acme-challenge.example.com", ELSEWHERE, "txt-missing"],
    ["dns-01", "dns", "DNS problem: NXDOMAIN looking up TXT for _acme-challenge.example.com", [], "txt-missing"],
    ["dns-01", "unauthorized", 'Incorrect TXT record "old" found at _acme-challenge.example.com', [], "txt-wrong"],
    ["dns-01", "dns", "DNS problem: SERVFAIL looking up TXT for _acme-challenge.example.com", [], "dns-broken"],
    ["dns-persist-01", "unauthorized", "No TXT record found at _validation-persist.example.com", [], "txt-missing"],
    ["http-01", "serverInternal", "something", HERE, "ca-refused"],
  ] as const)("%s, %s: %s (DNS says %j): %s", async (challenge, type, detail, addresses, reason) => {
    const problem = await failure(challenge, type, detail, addresses);
    expect(problem).toMatchObject({ reason, name: NAME });
    // Whatever was met can be said: no {placeholder} is left in either language.
    for (const language of LANGUAGES) {
      const texts = [reasonText(problem.reason, problem.values, language)];
      for (const remedy of problem.remedies) texts.push(remedyText(remedy, language));
      expect(texts.join("\n")).not.toMatch(/[{}]/);
      expect(problem.remedies.length).toBeGreaterThan(0);
    }
  });

  test("a web site elsewhere: both addresses, and which methods can work", async () => {
    const problem = await failure("http-01", "unauthorized", "404", ELSEWHERE);
    expect(problem.values).toMatchObject({ addresses: ["198.51.100.7"], ours: ["192.0.2.12"] });
    expect(problem.remedies.map(({ key }) => key)).toEqual([
      "redirect-to-here",
      "correct-address",
      "use-subdomain",
      "use-dns-01",
    ]);
  });

  test("every challenge type is diagnosed", async () => {
    for (const challenge of CHALLENGES) {
      expect((await failure(challenge, "unauthorized", "no", HERE)).reason).not.toBe("ca-refused");
    }
  });
});
