/** Records written by a provider's API: what setup asks, shows, writes and keeps. */
import { describe, expect, test } from "bun:test";
import { DnsApiError } from "../src/dns/providers/api.ts";
import type { RecordSet } from "../src/dns/record-set.ts";
import { dnsApiMessages } from "../src/messages/dns-api.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { GoTo } from "./step.ts";
import { contextFor, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { dns } from "./wizard/dns.ts";
import { domain } from "./wizard/domain.ts";
import { AT_HOME, PATH, TOKEN, WRITTEN, zoneAt } from "./zone-testing.ts";

const { setup: messages } = dnsApiMessages.en;

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
    const { found } = await run(before, here, "");
    expect(found).toEqual({ dnsProvider: "gandi", dnsTokenFile: PATH, dnsUpdate: true });
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
    // What is only recommended, and cannot be there, is not in the list.
    const optional = (await here.seeDns(AT_HOME)).records.map((checked) => ({
      ...checked,
      ...(checked.record.type === "SRV"
        ? { record: { ...checked.record, isOptional: true }, state: "missing" as const }
        : {}),
    })) as unknown as Awaited<ReturnType<Environment["seeDns"]>>["records"];
    const seeDns = async () => ({ records: optional, strays: [], isConnected: true });
    expect((await run(AT_HOME, { ...here, seeDns })).text).not.toContain("_xmpp-client");
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

test("dyndns2: an address over https alone, which is not shown, name and password where there are some", async () => {
  const { here, done } = zoneAt("dyndns2");
  const url = "https://dyn.example.net/u?a=<ipaddr>";
  const { text } = await run(AT_HOME, here, "t", "dyndns2", "http://dyn.example.net/", url, "", "", "write");
  expect(text).toContain(messages.notHttps);
  // A token may be in it.
  expect(text).toContain(`hidden: ${messages.fields.url}`);
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
