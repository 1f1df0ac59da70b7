/** Answers of the APIs of DNS providers: every one is an answer or a DnsApiError, and no secret stands in what is told of it. */
import { API_PROVIDERS, type ApiProvider, DnsApiError } from "../../../src/dns/providers/api.ts";
import { NEEDED, parseCredentials } from "../../../src/dns/providers/credentials.ts";
import { openDnsApi } from "../../../src/dns/providers/providers.ts";
import type { RecordSet } from "../../../src/dns/record-set.ts";
import { type Target, Wrong } from "../target.ts";

const ZONE = "example.com";
const SETS: readonly RecordSet[] = [
  { name: "example.com", type: "A", ttl: 300, values: ["192.0.2.1"] },
  { name: "_xmpp-client._tcp.example.com", type: "SRV", ttl: 300, values: ["0 5 5222 xmpp.example.com."] },
  { name: "_acme-challenge.example.com", type: "TXT", ttl: 60, values: ['"abc"'] },
  { name: "old.example.com", type: "CNAME", ttl: 60, values: [] },
];
const SECRET = "s3cr3t+t0ken";
/** RFC 2136 asks by DNS. */
const PROVIDERS = API_PROVIDERS.filter((each) => each !== "rfc2136");
/** Between the provider and its answers in an input; the last answer is given again. */
const BETWEEN = "\n";

const credentialsOf = (provider: ApiProvider) => {
  const keys = Object.fromEntries(NEEDED[provider].map((key) => [key, SECRET]));
  return provider === "dyndns2" ? { url: "https://dyn.example/nic/update", username: "u", password: SECRET } : keys;
};

const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  desec: ['{"name":"example.com","minimum_ttl":60}', "[]", '400 {"non_field_errors":["no"]}'],
  gandi: [
    '{"fqdn":"example.com"}',
    '201 {"message":"DNS Record Created"}',
    '403 {"message":"Access was denied","cause":"Forbidden"}',
  ],
  ovh: ["1796000000", "[1,2]", '{"fieldType":"A","subDomain":"","target":"192.0.2.9"}', "null"],
  cloudflare: [
    '{"success":true,"result":[{"id":"abc","name":"example.com"}]}',
    '{"success":true,"result":[{"id":"r1","name":"example.com","type":"A"}]}',
    '{"success":false,"errors":[{"code":6003,"message":"Invalid request headers"}]}',
  ],
  hetzner: [
    '{"rrset":{"ttl":60}}',
    '{"action":{"id":1,"status":"running"}}',
    '{"action":{"id":1,"status":"success"}}',
    '{"action":{"status":"error","error":{"message":"no"}}}',
  ],
  infomaniak: [
    '{"result":"success","data":[{"id":1,"source":".","type":"A","target":"192.0.2.9"}]}',
    '{"result":"error","error":{"description":"no"}}',
  ],
  porkbun: [
    '{"status":"SUCCESS","records":[{"id":"1","name":"example.com","type":"A","content":"192.0.2.9"}]}',
    '{"status":"ERROR","message":"Invalid API key."}',
  ],
  duckdns: ["OK", "KO", `KO ${SECRET}`],
  dyndns2: ["good 192.0.2.1", "nochg", "badauth", "911"],
};
const seeds = Object.entries(ANSWERS).flatMap(([provider, answers]) => [
  [provider, ...answers].join(BETWEEN),
  [provider, answers.at(-1), ...answers].join(BETWEEN),
]);

export const providers: Target = {
  name: "dns-providers",
  share: 0.2,
  seeds,
  words: [
    ...PROVIDERS,
    BETWEEN,
    "429 ",
    "500 ",
    "302 ",
    "404 ",
    SECRET,
    encodeURIComponent(SECRET),
    '"',
    "{",
    "}",
    "[",
    "]",
    "null",
    ",",
    ":",
    '"message":',
    "1e999",
    "[".repeat(5000),
  ],
  check: async (input) => {
    const [name = "", ...answers] = input.toString().split(BETWEEN);
    const provider = PROVIDERS.find((each) => each === name) ?? "desec";
    let asked = 0;
    const deps = {
      ...{ now: () => Date.UTC(2026, 10, 30), timeoutMs: 1000, sleep: async () => {} },
      fetch: async (url: string): Promise<Response> => {
        if (URL.parse(url)?.protocol !== "https:") throw new Wrong("what is asked", url);
        if (++asked > 2000) throw new Error("asked without end");
        const text = (answers.length > 1 ? answers.shift() : answers[0]) ?? "";
        const [, status = "200", body = text] = /^([2-5]\d\d) (.*)$/s.exec(text) ?? [];
        return new Response(["204", "205", "304"].includes(status) ? null : body, { status: Number(status) });
      },
    };
    const api = openDnsApi(provider, credentialsOf(provider), deps);
    const outcomes: string[] = [];
    for (const work of [
      () => api.check(ZONE),
      () =>
        api.replace(
          ZONE,
          SETS.filter(({ type }) => api.types.includes(type)),
        ),
    ])
      outcomes.push(await work().then(() => "done", told));
    if (asked > 1500) throw new Wrong("requests", asked);
    return `${provider} ${outcomes.join(" ")} ${Math.min(asked, 12)}`;
  },
};

function told(error: unknown): string {
  if (!(error instanceof DnsApiError)) throw error;
  const { detail, reason } = error;
  if (detail.includes(SECRET) || detail.includes(encodeURIComponent(SECRET)))
    throw new Wrong("a secret is told", detail);
  if (detail.length > 400 || /\p{Cc}/u.test(detail)) throw new Wrong("a detail", JSON.stringify(detail));
  return reason;
}

export const credentials: Target = {
  name: "dns-credentials",
  share: 0.3,
  seeds: ["abc123==\n", '# OVH\napplication_key = a\napplication_secret = "b c"\n', "key=x\r\nsecret=y\r\n"],
  words: ["=", " = ", '"', "\n", "#", "token", "__proto__", "constructor"],
  check: (input) => {
    const read = parseCredentials(input.toString());
    if (!read) return "none";
    for (const [key, value] of Object.entries(read))
      if (!/^[a-z_]+$/.test(key) || /[\r\n]/.test(value)) throw new Wrong("a credential", JSON.stringify([key, value]));
    return `${Math.min(3, Object.keys(read).length)} ${read.token !== undefined}`;
  },
};
