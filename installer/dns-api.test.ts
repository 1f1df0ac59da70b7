/** Records written by a provider's API: what setup asks, shows, writes and keeps. */
import { describe, expect, test } from "bun:test";
import { type ApiProvider, type Credentials, DnsApiError, type RecordSet } from "../src/dns/providers/api.ts";
import type { DnsRecord } from "../src/dns/records.ts";
import { dnsApiMessages } from "../src/messages/dns-api.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import { GoTo, SetupError } from "./step.ts";
import { contextFor, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";
import { configuration } from "./wizard/configuration.ts";
import { dns } from "./wizard/dns.ts";
import { domain } from "./wizard/domain.ts";

const TOKEN = "s3cret-token";
const PATH = "/var/lib/jabber-home/dns-token";
const { setup: messages } = dnsApiMessages.en;
const AT_HOME: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "example.com",
  addresses: ["192.0.2.9"],
};
const RECORDS: readonly DnsRecord[] = [
  { type: "A", name: "example.com", ttl: 3600, value: "192.0.2.9", isOptional: false },
  {
    ...{ type: "SRV", name: "_xmpp-client._tcp.example.com", ttl: 3600, isOptional: false },
    value: { priority: 10, weight: 100, port: 5222, target: "example.com" },
  },
];
const WRITTEN: readonly RecordSet[] = [
  { name: "example.com", type: "A", ttl: 300, values: ["192.0.2.9"] },
  { name: "_xmpp-client._tcp.example.com", type: "SRV", ttl: 3600, values: ["10 100 5222 example.com."] },
];

/** A zone at a provider that has these refusals to tell, one for each request, before it accepts. */
function zoneAt(provider: ApiProvider, { checks = [] as DnsApiError[], writes = [] as DnsApiError[] } = {}) {
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
const run = async (answers: Answers, here: Environment, ...typed: string[]) => {
  const somebody = scriptedPerson(...typed);
  const found = await dns.run(contextFor(somebody, here, answers));
  return { found, seen: somebody.seen, text: somebody.seen.join("\n"), left: somebody.left };
};

describe("where the provider of the zone has an API", () => {
  test("a token is asked for, tried, kept; the records are shown, written when agreed, and looked at", async () => {
    const { here, done } = zoneAt("ovh");
    const { found, text, left } = await run(AT_HOME, here, "token", "app", "s3cret", "consumer", "follow");
    expect(found).toEqual({ dnsProvider: "ovh", dnsTokenFile: PATH, dnsUpdate: true });
    expect(done.kept).toEqual(["application_key = app\napplication_secret = s3cret\nconsumer_key = consumer\n"]);
    expect(done.written).toEqual([[...WRITTEN]]);
    expect(text).toContain("paste: _xmpp-client._tcp.example.com. 3600 IN SRV 10 100 5222 example.com.");
    expect(text).toContain("on /domain/zone/example.com/*");
    expect(text).toContain(messages.kept(PATH));
    expect(text).toEndWith("Everything is there. Nothing to add.");
    expect(text).not.toContain("s3cret");
    expect(left).toEqual([]);
  });

  test("nothing is written without agreement; the token serves the certificate all the same", async () => {
    const { here, done } = zoneAt("gandi");
    const { found } = await run(AT_HOME, here, "token", TOKEN, "not", "");
    expect(found).toEqual({ dnsProvider: "gandi", dnsTokenFile: PATH });
    expect(done.written).toEqual([]);
  });

  test("who enters the records by hand is asked for no token, and may change their mind at the list", async () => {
    const { here, done } = zoneAt("gandi");
    expect((await run(AT_HOME, here, "hand", "")).found).toEqual({});
    const { found } = await run(AT_HOME, here, "hand", "t", "", TOKEN, "write");
    expect(found).toEqual({ dnsProvider: "gandi", dnsTokenFile: PATH, dnsUpdate: false });
    expect(done.written).toEqual([[...WRITTEN]]);
  });

  test("a token that is not accepted is typed again; without a connection the same is tried again", async () => {
    const refusals = [
      new DnsApiError("desec", "credentials", "Invalid token."),
      new DnsApiError("desec", "unreachable"),
    ];
    const { here, done } = zoneAt("desec", { checks: refusals });
    const { text } = await run(AT_HOME, here, "token", "wrong", "", TOKEN, "", "");
    expect(done.tried).toEqual([{ token: "wrong" }, { token: TOKEN }, { token: TOKEN }]);
    expect(done.kept).toEqual([`${TOKEN}\n`]);
    expect(text).toContain("wrong: deSEC does not accept the token for this: Invalid token.");
  });

  test("what cannot stand in the file is asked for again", async () => {
    const { here, done } = zoneAt("gandi");
    const { text } = await run(AT_HOME, here, "token", "", 'a "quoted" word', TOKEN, "");
    expect(text).toContain(messages.needed);
    expect(text).toContain(messages.notWritable);
    expect(done.kept).toEqual([`${TOKEN}\n`]);
  });

  test("where writing fails, it is tried again, or with another token", async () => {
    const refusals = [new DnsApiError("gandi", "unreachable"), new DnsApiError("gandi", "credentials")];
    const { here, done } = zoneAt("gandi", { writes: refusals });
    await run(AT_HOME, here, "token", "first", "write", "again", "token", TOKEN, "write");
    expect(done.kept).toEqual(["first\n", `${TOKEN}\n`]);
    expect(done.written).toHaveLength(1);
  });

  test("with a token from before, it only asks whether to write", async () => {
    const { here, done } = zoneAt("gandi");
    const before = { ...AT_HOME, dnsProvider: "gandi", dnsTokenFile: PATH } as const;
    expect((await run(before, here, "")).found).toEqual({ dnsUpdate: true });
    expect([done.tried, done.kept, done.written.length]).toEqual([[], [], 1]);
  });

  test("an address of this machine itself is not followed unless somebody wants it", async () => {
    const { here } = zoneAt("gandi");
    const rented = { ...here, ownAddresses: () => ["192.0.2.9"] };
    expect((await run(AT_HOME, rented, "token", TOKEN, "")).found).toMatchObject({ dnsUpdate: false });
  });

  test("what the provider does not have, and what is in another zone, is left to the person", async () => {
    const { here, done } = zoneAt("duckdns");
    const { text } = await run(AT_HOME, here, "token", TOKEN, "write");
    expect(done.written).toEqual([[WRITTEN[0] as RecordSet]]);
    expect(text).toContain("DuckDNS has no records of the type SRV");
    const other = zoneAt("gandi");
    const elsewhere = { ...other.here, zoneOf: async () => ({ name: "_tcp.example.com", provider: "gandi" }) as const };
    const left = await run(AT_HOME, elsewhere, "token", TOKEN, "write");
    expect(left.text).toContain(`plain: ${messages.elsewhere("example.com")}`);
    expect(other.done.written).toEqual([[WRITTEN[1] as RecordSet]]);
  });
});

test("a name server of one's own: its address, key and algorithm are seen while typed, the secret is not", async () => {
  const { here, done } = zoneAt("rfc2136");
  const { found } = await run(AT_HOME, here, "t", "", "192.0.2.53", "home.", "c2VjcmV0", "", "write");
  expect(found).toMatchObject({ dnsProvider: "rfc2136" });
  expect(done.kept).toEqual(["server = 192.0.2.53\nkey = home.\nsecret = c2VjcmV0\nalgorithm = hmac-sha256\n"]);
});

test("dyndns2: an address over https alone, name and password where there are some", async () => {
  const { here, done } = zoneAt("dyndns2");
  const url = "https://dyn.example.net/u?a=<ipaddr>";
  const { text } = await run(AT_HOME, here, "t", "dyndns2", "http://dyn.example.net/", url, "", "", "write");
  expect(text).toContain(messages.notHttps);
  expect(done.kept).toEqual([`url = ${url}\n`]);
});

describe("somebody without a domain", () => {
  const ANSWERS = { ...AT_HOME, domain: "tintin.dedyn.io", host: "tintin.dedyn.io" };
  const notFound = () => new DnsApiError("desec", "no-zone", "Not found.");
  const choosing = async (isThere: boolean | undefined, ...typed: string[]) => {
    const somebody = scriptedPerson(...typed);
    const here = fakeEnvironment({ hasZone: async () => isThere });
    return { found: await domain.run(contextFor(somebody, here)), text: somebody.seen.join("\n") };
  };

  test("wishes a name below dedyn.io, which is looked up", async () => {
    expect((await choosing(false, "marie@tintin.dedyn.io")).text).toContain(messages.free("tintin.dedyn.io"));
    const other = await choosing(true, "marie@tintin.dedyn.io", "other", "marie@example.com");
    expect(other.found).toMatchObject({ domain: "example.com", admin: "marie" });
    expect((await choosing(true, "marie@tintin.dedyn.io", "")).found).toMatchObject({ domain: "tintin.dedyn.io" });
    expect((await choosing(undefined, "marie@tintin.dedyn.io")).found).toMatchObject({ domain: "tintin.dedyn.io" });
    expect((await choosing(false, "marie@dedyn.io", "marie@example.com")).text).toContain("such as dupont.dedyn.io");
  });

  test("gives the token, and the name is made in its account", async () => {
    const { here, done } = zoneAt("desec", { checks: [notFound()] });
    const { found, text } = await run(ANSWERS, here, "token", TOKEN, "not", "");
    expect(done.made).toEqual(["tintin.dedyn.io"]);
    expect(text).toContain(messages.account);
    expect(text).toContain(messages.made("tintin.dedyn.io"));
    expect(found).toMatchObject({ dnsProvider: "desec", dnsTokenFile: PATH });
  });

  test("takes another name where this one is somebody else's, and need not give the token again", async () => {
    const { here, done, makes } = zoneAt("desec", { checks: [notFound(), notFound()] });
    makes.push(new DnsApiError("desec", "taken", "conflicts with an existing domain"));
    const error = await run(ANSWERS, here, "token", TOKEN, "name").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GoTo);
    expect(error).toMatchObject({ step: "domain", change: { dnsProvider: "desec", dnsTokenFile: PATH } });
    const { change } = error as GoTo;
    const { left } = await run({ ...ANSWERS, ...change, domain: "milou.dedyn.io" }, here, "");
    expect(left).toEqual([]);
    expect(done.made).toEqual(["milou.dedyn.io"]);
  });
});

describe("without a terminal", () => {
  const unattended = async (here: Environment, answers: Answers) => {
    const said: string[] = [];
    const prompts = flagPrompts((line) => void said.push(line));
    const found = await dns.run({ ...contextFor(scriptedPerson(), here, answers), prompts });
    return { found, text: said.join("\n") };
  };
  const BY_FLAGS = { ...AT_HOME, dnsProvider: "gandi", dnsTokenFile: PATH } as const;
  const agreed = ({ dnsApi }: Environment) => ({ dnsApi: { ...dnsApi, isAgreed: true } });

  test("what would be written is shown, and written only with --write-dns; the zone is looked at", async () => {
    const { here, done } = zoneAt("gandi");
    expect((await unattended(here, BY_FLAGS)).text).toContain("--write-dns");
    expect(done.written).toEqual([]);
    const { text } = await unattended({ ...here, ...agreed(here) }, BY_FLAGS);
    expect(done.written.flat().map(({ name }) => name)).toEqual(WRITTEN.map(({ name }) => name));
    expect(text).toMatch(/ok +A +example\.com/);
    expect((await unattended({ ...here, ...agreed(here) }, BY_FLAGS)).text).toContain("Nothing to write");
  });

  test("a failure ends setup, with the reason and what helps", async () => {
    const { here } = zoneAt("gandi", { writes: [new DnsApiError("gandi", "no-zone", "Not found.")] });
    const error = await unattended({ ...here, ...agreed(here) }, BY_FLAGS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SetupError);
    expect((error as SetupError).exitCode).toBe(69);
    expect((error as SetupError).message).toContain("Gandi has no such zone for this token: Not found.");
  });
});

test("an address that is followed is not written into config.toml, where it would stand for good", async () => {
  let written: Answers = {};
  const here = fakeEnvironment({
    ownAddresses: () => [],
    writeConfig: (answers) => {
      written = answers;
    },
  });
  const addresses = ["192.0.2.9", "2001:db8::9"];
  await configuration.run(contextFor(scriptedPerson(), here, { ...AT_HOME, addresses, dnsUpdate: true }));
  expect(written.addresses).toEqual(["2001:db8::9"]);
});

test("the certificate: with such a token DNS-01 needs no hand, and is the first where nobody gets to the ports", async () => {
  const base = fakeEnvironment();
  const asked: string[] = [];
  const here = fakeEnvironment({
    certificate: {
      ...base.certificate,
      hasDnsApi: ({ dnsProvider }) => dnsProvider === "gandi",
      obtain: async (request) => {
        asked.push(request.challenge);
        return await base.certificate.obtain(request);
      },
    },
  });
  const order = (changes: Answers, ...typed: string[]) =>
    certificate.run(contextFor(scriptedPerson(...typed), here, { ...AT_HOME, ...changes }));
  const API = { dnsProvider: "gandi", dnsTokenFile: PATH } as const;
  expect(await order({ ...API, isWebClosed: true }, "")).toEqual({ source: "acme", challenge: "dns-01" });
  expect(await order({ ...API }, "")).toEqual({ source: "acme", challenge: "http-01" });
  expect(await order({ isWebClosed: true }, "")).toEqual({ source: "acme", challenge: "http-01" });
  expect(asked).toEqual(["dns-01", "http-01", "http-01"]);
});
