import { expect, test } from "bun:test";
import { readConfig } from "../../config/read.ts";
import type { RecordType, RecordValues, Resolver } from "../../dns/resolver.ts";
import { modules } from "../../modules.ts";
import type { DnsAnswer } from "../../net/dns-answer.ts";
import type { Verdict } from "../../trust/verdict.ts";
import { checkOwnDomains, isReachable, type OwnDomain } from "./own-domains.ts";
import { printOwnDomains } from "./own-domains-report.ts";

const options = {
  language: "en",
  source: "acme",
  commandFor: (words: string): string => `jabber-home ${words}`,
} as const;

const TRUSTED: Verdict = { trusted: true };
const SELF: Verdict = {
  trusted: false,
  problem: "self-signed",
  text: "nobody vouches for it but itself. Its operator has to get one.",
};

const RECORDS: Readonly<Record<string, readonly unknown[]>> = {
  "A tintin.example.com": ["192.0.2.12"],
  "A rooms.example.com": ["192.0.2.12"],
  "SRV _xmpp-server._tcp.example.com": [{ priority: 10, weight: 100, port: 5269, target: "tintin.example.com" }],
};

const resolver: Resolver = {
  query: async <Type extends RecordType>(type: Type, name: string): Promise<DnsAnswer<RecordValues[Type]>> => {
    const values = RECORDS[`${type} ${name}`];
    return values ? { state: "found", values: values as RecordValues[Type][] } : { state: "absent" };
  },
};

const configOf = (...settings: readonly string[]) =>
  readConfig("", modules, ["domains=example.com,localhost", "host=tintin.example.com", ...settings]);

const OURS = ["example.com", "pubsub.example.com", "rooms.example.com", "localhost"].map((domain) => ({
  domain,
  certificate: TRUSTED,
}));

test("DNS leads here; a service without records is for accounts here; localhost needs none", async () => {
  const domains = await checkOwnDomains(configOf(), OURS, resolver);
  expect(domains.map(({ way, isService }) => [way.state, isService])).toEqual([
    ["here", false],
    ["absent", true],
    ["here", true],
    ["private", false],
  ]);
  expect(domains.every(isReachable)).toBe(true);
  expect(printOwnDomains(domains, options)).toBe(`this server, as others see it
  example.com         found; certificate valid
  pubsub.example.com  not in DNS: only people here reach it
  rooms.example.com   found; certificate valid
  localhost           for this computer or network alone`);
});

test("a port that differs from that in DNS, a certificate that is not trusted", async () => {
  const [first] = await checkOwnDomains(configOf("listen.server=[::]:15269"), OURS, resolver);
  const own: OwnDomain[] = first
    ? [first, { ...first, domain: "example.org", way: { state: "here" }, certificate: SELF }]
    : [];
  expect(own.map(isReachable)).toEqual([false, false]);
  expect(printOwnDomains(own, options)).toBe(`this server, as others see it
  example.com  DNS leads to tintin.example.com:5269, not here; certificate valid
  example.org  found; certificate not valid: nobody vouches for it but itself
The DNS records to add or change: jabber-home dns
A valid certificate for all these names: jabber-home certificate renew`);
  expect(printOwnDomains(own, { ...options, source: "self-signed" })).toContain(
    "for all these names: jabber-home setup",
  );
});

test("the address of a listener leads here, whatever its name in DNS", async () => {
  const settings = ["host=other.example.com", "listen.server=192.0.2.12:5269"];
  const [own] = await checkOwnDomains(configOf(...settings), OURS, resolver);
  expect(own?.way).toEqual({ state: "here" });
});

test("in French", async () => {
  const closed = await checkOwnDomains(
    configOf("listen.server=off", "listen.server_tls=off"),
    OURS.slice(0, 1),
    resolver,
  );
  const absent: OwnDomain = { domain: "example.org", isService: false, way: { state: "absent" }, certificate: SELF };
  expect(printOwnDomains([...closed, absent], { ...options, language: "fr" }).replaceAll("\u00a0", " ")).toBe(
    `ce serveur, vu par les autres
  example.com  fermé : listen.server et listen.server_tls sont à off ;
               certificat valable
  example.org  pas dans le DNS ; certificat non valable : il ne se porte garant
               que de lui-même
Les enregistrements DNS à ajouter ou à changer : jabber-home dns
Dites dans config.toml où écouter les autres serveurs : listen.server,
listen.server_tls.`,
  );
});

test('a domain without records, with the target "." or with a DNS failure is not reachable', () => {
  const own = (way: OwnDomain["way"]): OwnDomain => ({
    domain: "example.com",
    isService: false,
    way,
    certificate: TRUSTED,
  });
  expect(isReachable(own({ state: "absent" }))).toBe(false);
  expect(isReachable(own({ state: "refused" }))).toBe(false);
  expect(isReachable(own({ state: "unknown", reason: "timeout" }))).toBe(false);
  expect(printOwnDomains([own({ state: "refused" })], options)).toContain("jabber-home dns");
});
