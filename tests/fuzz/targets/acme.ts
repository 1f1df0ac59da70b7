/** What an authority answers (RFC 8555, RFC 9773): whatever it is, there is a certificate, or a problem that people can be told. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateError } from "../../../src/certificate/certificate-error.ts";
import { type CertificateStore, openCertificateStore } from "../../../src/certificate/certificate-store.ts";
import type { Solver } from "../../../src/certificate/challenges/challenge.ts";
import { readDirectory } from "../../../src/certificate/directory.ts";
import { obtain } from "../../../src/certificate/obtain.ts";
import { parseProblemDocument } from "../../../src/certificate/problem-document.ts";
import { fetchRenewalInfo } from "../../../src/certificate/renewal-info.ts";
import type { Clock } from "../../../src/clock.ts";
import { reasonText, remedyText } from "../../../src/messages/certificate-problems.ts";
import { authority, dns, serverCertificate } from "../../support/certificate/authority.ts";
import { type Target, Wrong } from "../target.ts";

const CA = { directory: "https://ca.example/directory" };
const NOW = Date.UTC(2026, 10, 30);
/** Between the answers in an input. */
const BETWEEN = "\n";

const DIRECTORY = JSON.stringify({
  ...{ newNonce: "https://ca.example/nonce", newAccount: "https://ca.example/account" },
  ...{ newOrder: "https://ca.example/order", revokeCert: "https://ca.example/revoke" },
  renewalInfo: "https://ca.example/renewal",
  meta: { profiles: { tlsserver: "https://ca.example/profile" }, caaIdentities: ["ca.example"] },
});
const chain = serverCertificate(authority("Root"), [dns("example.com")]).pem;

/** What is told of a problem, in a language of a person who does not know what an authority is. */
function tell(error: unknown): string {
  if (!(error instanceof CertificateError)) throw error;
  const { cause, problem } = error;
  // What we have not foreseen would be told as a trouble of the network.
  if (cause instanceof TypeError || cause instanceof RangeError) throw cause;
  for (const language of ["en", "fr"] as const) {
    const said = [
      reasonText(problem.reason, problem.values, language),
      ...problem.remedies.map((remedy) => remedyText(remedy, language)),
    ].join(" ");
    if (/Invalid Date|NaN|undefined/.test(said)) throw new Wrong("a sentence", said);
    if (said.length > 20_000) throw new Wrong("a problem of this length", said.length);
  }
  return problem.reason;
}

/** "STATUS TEXT", or a text alone, which is a success. */
function responseOf(text: string): { readonly status: number; readonly body: string } {
  const [, status, body] = /^([1-5]\d\d) (.*)$/s.exec(text) ?? [];
  return { status: Number(status ?? 200), body: body ?? text };
}

const PROBLEM = (type: string, detail: string): string =>
  JSON.stringify({
    type: `urn:ietf:params:acme:error:${type}`,
    detail,
    subproblems: [{ type, detail, identifier: { type: "dns", value: "example.com" } }],
  });

export const documents: Target = {
  name: "acme-documents",
  share: 0.5,
  seeds: [
    [
      DIRECTORY,
      '{"suggestedWindow":{"start":"2026-12-01T00:00:00Z","end":"2026-12-03T00:00:00Z"},"explanationURL":"https://ca.example/why"}',
      "3600",
    ].join(BETWEEN),
    [`503 ${DIRECTORY}`, "{}", "Mon, 30 Nov 2026 00:10:00 GMT"].join(BETWEEN),
    ['{"renewalInfo":1,"meta":{"externalAccountRequired":true}}', PROBLEM("rateLimited", "too many"), "x"].join(
      BETWEEN,
    ),
  ],
  words: [
    BETWEEN,
    '"',
    "{",
    "}",
    "[",
    "]",
    "null",
    '"start"',
    '"9999-12-31T23:59:59Z"',
    "429 ",
    "1e999",
    '"subproblems":',
  ],
  check: async (input) => {
    const [first = "", second = "", retryAfter = ""] = input.toString().split(BETWEEN);
    const fetch = async (url: string): Promise<Response> => {
      const { status, body } = responseOf(url === CA.directory ? first : second);
      const field = retryAfter.replace(/[^\x20-\x7e]/g, "");
      return new Response(status < 200 || [204, 205, 304].includes(status) ? null : body, {
        status: Math.max(200, status),
        headers: { "retry-after": field },
      });
    };
    const document = parseProblemDocument(second.startsWith("{") ? jsonOf(second) : second);
    for (const { type, detail } of [document, ...document.subproblems])
      if (detail.length > 500 || /\p{Cc}/u.test(detail)) throw new Wrong("a detail", JSON.stringify([type, detail]));
    try {
      const { profiles, caaIdentities } = await readDirectory(CA, { now: NOW, fetch });
      const info = await fetchRenewalInfo(CA, chain, { now: NOW, fetch, random: () => 0.5, previous: undefined });
      if (
        info &&
        !(
          info.start <= info.chosen &&
          info.chosen <= info.end &&
          info.askAgainAt > NOW &&
          info.askAgainAt <= NOW + 86_400_000
        )
      )
        throw new Wrong("renewal information", JSON.stringify(info));
      return `read ${Math.min(profiles.length, 2)} ${Math.min(caaIdentities.length, 2)} ${info !== undefined}`;
    } catch (error) {
      return tell(error);
    }
  },
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ORDER = (status: string, rest = ""): string =>
  `{"status":"${status}","identifiers":[{"type":"dns","value":"example.com"}],"authorizations":["https://ca.example/authz"],"finalize":"https://ca.example/finalize","certificate":"https://ca.example/certificate"${rest}}`;
const AUTHORIZATION = (status: string, challenge = ""): string =>
  `{"status":"${status}","identifier":{"type":"dns","value":"example.com"},"challenges":[{"type":"http-01","status":"${status}","url":"https://ca.example/challenge","token":"abc"${challenge}}]}`;
const FAILED = `,"error":{"type":"urn:ietf:params:acme:error:connection","detail":"192.0.2.1: connection refused"},"validationRecord":[{"addressUsed":"192.0.2.1"}]`;
const LIMITED = PROBLEM("rateLimited", "too many certificates for example.com, retry after 2026-11-30 10:00:00 UTC");

/** What is asked, in order: the order, the authorization, once more, the order, finalized, once more, the certificate. */
const script = (...answers: readonly string[]): string => answers.join(BETWEEN);
const GOOD = [
  ORDER("pending"),
  AUTHORIZATION("pending"),
  AUTHORIZATION("valid"),
  ORDER("ready"),
  ORDER("processing"),
  ORDER("valid"),
];

let store: CertificateStore | undefined;
function openStore(): CertificateStore {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-fuzz-acme-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return openCertificateStore(folder);
}

export const orders: Target = {
  name: "acme-orders",
  share: 0.05,
  seeds: [
    script(...GOOD, chain.replaceAll("\n", "~")),
    script(ORDER("pending"), AUTHORIZATION("pending"), AUTHORIZATION("invalid", FAILED)),
    script(`429 ${LIMITED}`),
    script(ORDER("ready"), AUTHORIZATION("valid"), ORDER("invalid", `,"error":${PROBLEM("caa", "CAA forbids")}`)),
  ],
  words: [
    BETWEEN,
    '"',
    "{",
    "}",
    "[",
    "]",
    "null",
    "1",
    "403 ",
    "500 ",
    '"authorizations"',
    '"challenges"',
    '"status"',
    '"valid"',
    '"pending"',
    '"identifier"',
    "{}",
    LIMITED,
  ],
  check: async (input) => {
    const answers = input.toString().split(BETWEEN);
    const { default: acme } = await import("acme-client");
    const { defaults } = acme.axios;
    const { adapter } = defaults;
    let asked = 0;
    defaults.adapter = async (config) => {
      if (++asked > 1000) throw new Wrong("requests without end", asked);
      const { pathname } = new URL(config.url ?? "");
      const fixed: Readonly<Record<string, string>> = {
        "/directory": DIRECTORY,
        "/nonce": "",
        "/account": '{"status":"valid"}',
        "/challenge": "{}",
      };
      const { status, body } = responseOf(
        fixed[pathname] ?? (answers.length > 1 ? answers.shift() : answers[0])?.replaceAll("~", "\n") ?? "",
      );
      const headers = {
        "replay-nonce": "abc",
        location: pathname === "/account" ? "https://ca.example/account/1" : "https://ca.example/order/1",
      };
      // §7.4: an order that was made.
      const made = pathname === "/order" && status === 200 ? 201 : status;
      return { data: body, status: made, statusText: "", headers, config, request: {} } as never;
    };
    let now = NOW;
    const clock = {
      ...{ now: () => now, monotonic: () => now, after: () => () => undefined },
      // Time flies, so that an order that stays pending is not asked for hundreds of times.
      sleep: async (ms: number) => {
        now += 10 * ms;
      },
    } as unknown as Clock;
    const solver: Solver = { type: "http-01", provision: async () => {}, cleanUp: async () => {} };
    store ??= openStore();
    store.state.change({ failures: [], issued: [] });
    try {
      const pair = await obtain(
        CA,
        { names: ["example.com"] },
        {
          ...{
            store,
            solver,
            clock,
            publicAddresses: ["192.0.2.1"],
            host: "example.com",
            contact: "",
            profile: "tlsserver",
          },
          dns: { query: async () => ({ state: "absent" }) },
          fetch: async () => new Response(DIRECTORY),
        },
      );
      if (typeof pair.chainPem !== "string") throw new Wrong("a chain", pair.chainPem);
      return `obtained ${asked}`;
    } catch (error) {
      return tell(error);
    } finally {
      if (adapter === undefined) delete defaults.adapter;
      else defaults.adapter = adapter;
    }
  },
};
