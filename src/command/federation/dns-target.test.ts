import { expect, test } from "bun:test";
import type { RecordValues, Resolver, SrvValue } from "../../dns/resolver.ts";
import { openServerTargets } from "../../dns/server-targets.ts";
import type { DnsAnswer } from "../../net/dns-answer.ts";
import { dnsTargetOf, type ThisMachine } from "./dns-target.ts";

type Zone = Readonly<Record<string, readonly (string | SrvValue)[]>>;

const HERE: ThisMachine = {
  host: "tintin.example.com",
  addresses: [],
  ports: { starttls: [5269], direct: [5270, 443] },
};
const TINTIN: Zone = { "A tintin.example.com": ["192.0.2.12"], "AAAA tintin.example.com": ["2001:db8::12"] };

const srv = (target: string, port: number): SrvValue => ({ priority: 10, weight: 100, port, target });

const way = (domain: string, zone: Zone, here = HERE) => {
  const resolver: Resolver = {
    query: async (type, name) => {
      const values = zone[`${type} ${name}`] as readonly RecordValues[typeof type][] | undefined;
      const answer: DnsAnswer<RecordValues[typeof type]> = values ? { state: "found", values } : { state: "absent" };
      return name.startsWith("_xmpp") && zone.broken ? { state: "unknown", reason: "timeout" } : answer;
    },
  };
  return dnsTargetOf(domain, here, { resolver, targets: openServerTargets({ resolver }) });
};

test("a domain leads here by SRV records of either kind (RFC 6120 §3.2.1, XEP-0368)", async () => {
  const records = { "SRV _xmpp-server._tcp.example.com": [srv("tintin.example.com", 5269)], ...TINTIN };
  expect(await way("example.com", records)).toEqual({ state: "here" });
  const direct = { "SRV _xmpps-server._tcp.xn--bcher-kva.example": [srv("tintin.example.com", 5270)], ...TINTIN };
  expect(await way("bücher.example", direct)).toEqual({ state: "here" });
  const both = [srv("tintin.example.com", 5270), srv("tintin.example.com", 443)];
  expect(await way("example.com", { "SRV _xmpps-server._tcp.example.com": both, ...TINTIN })).toEqual({
    state: "here",
  });
});

test("or by another name of this machine, and without SRV records by the domain's address (§3.2.2)", async () => {
  const alias = { "SRV _xmpp-server._tcp.example.com": [srv("other.example.com", 5269)], ...TINTIN };
  expect(await way("example.com", { ...alias, "A other.example.com": ["192.0.2.12"] })).toEqual({ state: "here" });
  expect(await way("rooms.example.com", { "A rooms.example.com": ["192.0.2.12"], ...TINTIN })).toEqual({
    state: "here",
  });
  const known = { ...HERE, host: "nobody.example.com", addresses: ["2001:db8::12"] };
  const zone = { "AAAA rooms.example.com": ["2001:DB8:0::12"] };
  expect(await way("rooms.example.com", zone, known)).toEqual({ state: "here" });
});

test("another machine, another port, or a machine without an address is elsewhere", async () => {
  const to = (target: string, port: number) =>
    way("example.com", { "SRV _xmpp-server._tcp.example.com": [srv(target, port)], ...TINTIN, ...OLD });
  const OLD = { "A chat.old-host.net": ["198.51.100.1"] };
  expect(await to("chat.old-host.net", 5269)).toEqual({ state: "elsewhere", targets: ["chat.old-host.net:5269"] });
  expect(await to("tintin.example.com", 5270)).toEqual({ state: "elsewhere", targets: ["tintin.example.com:5270"] });
  expect(await to("nothing.example.com", 5269)).toEqual({ state: "elsewhere", targets: ["nothing.example.com:5269"] });
});

test("one of several records that leads elsewhere is reported", async () => {
  const records = [srv("tintin.example.com", 5269), srv("chat.old-host.net", 5269)];
  const zone = { "SRV _xmpp-server._tcp.example.com": records, ...TINTIN, "A chat.old-host.net": ["198.51.100.1"] };
  expect(await way("example.com", zone)).toEqual({ state: "elsewhere", targets: ["chat.old-host.net:5269"] });
});

test('no records, the target ".", and a DNS failure are told apart', async () => {
  expect(await way("example.com", {})).toEqual({ state: "absent" });
  const none = { "SRV _xmpp-server._tcp.example.com": [srv(".", 0)] };
  expect(await way("example.com", none)).toEqual({ state: "refused" });
  expect(await way("example.com", { broken: [] })).toEqual({ state: "unknown", reason: "timeout" });
});
