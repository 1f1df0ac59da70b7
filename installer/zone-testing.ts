/** For tests of the DNS step: a zone at a provider whose API writes records. */
import type { ApiProvider, Credentials, DnsApiError } from "../src/dns/providers/api.ts";
import type { RecordSet } from "../src/dns/record-set.ts";
import type { DnsRecord } from "../src/dns/records.ts";
import type { Answers } from "./answers.ts";
import { fakeEnvironment } from "./testing.ts";

export const TOKEN = "s3cret-token";
export const PATH = "/var/lib/jabber-home/dns-token";
export const AT_HOME: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "example.com",
  addresses: ["192.0.2.9"],
};
export const RECORDS: readonly DnsRecord[] = [
  { type: "A", name: "example.com", ttl: 3600, value: "192.0.2.9", isOptional: false },
  {
    ...{ type: "SRV", name: "_xmpp-client._tcp.example.com", ttl: 3600, isOptional: false },
    value: { priority: 10, weight: 100, port: 5222, target: "example.com" },
  },
];
export const WRITTEN: readonly RecordSet[] = [
  { name: "example.com", type: "A", ttl: 300, values: ["192.0.2.9"] },
  { name: "_xmpp-client._tcp.example.com", type: "SRV", ttl: 3600, values: ["10 100 5222 example.com."] },
];

/** A zone at a provider that has these refusals to tell, one for each request, before it accepts. */
export function zoneAt(provider: ApiProvider, { checks = [] as DnsApiError[], writes = [] as DnsApiError[] } = {}) {
  const done = {
    tried: [] as Credentials[],
    kept: [] as string[],
    written: [] as RecordSet[][],
    made: [] as string[],
  };
  const makes: DnsApiError[] = [];
  const next = async (refusals: DnsApiError[]): Promise<void> => {
    const refusal = refusals.shift();
    if (refusal !== undefined) throw refusal;
  };
  const isSeen = (): boolean => done.written.length > 0;
  const here = fakeEnvironment({
    ownAddresses: () => [],
    zoneOf: async (name) => ({
      name,
      provider: provider === "rfc2136" || provider === "dyndns2" ? undefined : provider,
    }),
    seeDns: async () => ({
      records: RECORDS.map((record) => ({ record, state: isSeen() ? "right" : "missing" })),
      strays: [],
      isConnected: true,
    }),
    dnsApi: {
      ...fakeEnvironment().dnsApi,
      writer: ({ dnsProvider, dnsTokenFile }) =>
        dnsProvider && dnsTokenFile
          ? {
              provider: dnsProvider,
              canRemoveAddresses: true,
              hasOneText: false,
              canWrite: (type) => type !== "SRV" || dnsProvider !== "duckdns",
              write: async (sets) => {
                await next(writes);
                done.written.push([...sets]);
              },
            }
          : undefined,
      stored: () => ({ token: TOKEN }),
      check: async (_, credentials) => {
        done.tried.push(credentials);
        await next(checks);
      },
      makeDomain: async (name) => {
        await next(makes);
        done.made.push(name);
      },
      keep: (text) => {
        done.kept.push(text);
        return PATH;
      },
    },
  });
  return { here, done, makes };
}
