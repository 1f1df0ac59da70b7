import { describe, expect, test } from "bun:test";
import type { DnsAnswer } from "../net/dns-answer.ts";
import type { Deployment } from "./records.ts";
import type { RecordType, RecordValues, Resolver } from "./resolver.ts";
import { lookAtDns } from "./stray-records.ts";

type World = { readonly [Type in RecordType]?: Readonly<Record<string, readonly RecordValues[Type][]>> };

const seeing = (world: World): Resolver => ({
  query: async <Type extends RecordType>(type: Type, name: string): Promise<DnsAnswer<RecordValues[Type]>> => {
    const values = world[type]?.[name];
    return values === undefined ? { state: "absent" } : { state: "found", values };
  },
});
const srv = (port: number, target: string) => ({ priority: 5, weight: 0, port, target });

const deployment: Deployment = {
  domains: ["example.com"],
  host: "tintin.example.com",
  addresses: ["192.0.2.12"],
  ports: { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": undefined },
  rooms: "rooms",
  optionalServices: ["pubsub"],
};
const A = { "tintin.example.com": ["192.0.2.12"], "chat.old-host.net": ["198.51.100.7"] };
const straysIn = async (world: World, changes: Partial<Deployment> = {}) =>
  (await lookAtDns({ ...deployment, ...changes }, seeing({ A, ...world }))).strays;

describe("what stands in DNS beside the records of this server", () => {
  test("an address of the family in which this machine has none", async () => {
    const AAAA = { "tintin.example.com": ["2001:db8::666"] };
    const stray = { type: "AAAA", name: "tintin.example.com", value: "2001:db8::666", why: "elsewhere" } as const;
    expect(await straysIn({ AAAA })).toEqual([stray]);
    // The router's IPv4 address may not be known; this machine's own addresses are.
    expect(await straysIn({ AAAA }, { addresses: ["2001:db8::666"] })).toEqual([]);
    expect(await straysIn({ AAAA }, { addresses: [] })).toEqual([]);
  });

  test("a service that is off here, unless its record says so", async () => {
    const name = "_xmpps-server._tcp.example.com";
    expect(await straysIn({ SRV: { [name]: [srv(5270, "tintin.example.com")] } })).toEqual([
      { type: "SRV", name, value: "5 0 5270 tintin.example.com", why: "off" },
    ]);
    expect(await straysIn({ SRV: { [name]: [srv(0, ".")] } })).toEqual([]);
  });

  test("SRV records of rooms and pubsub that lead elsewhere; those that lead here may stay", async () => {
    for (const service of ["rooms", "pubsub"]) {
      const name = `_xmpp-server._tcp.${service}.example.com`;
      expect(await straysIn({ SRV: { [name]: [srv(5269, "tintin.example.com")] } })).toEqual([]);
      expect(await straysIn({ SRV: { [name]: [srv(5269, "chat.old-host.net")] } })).toEqual([
        { type: "SRV", name, value: "5 0 5269 chat.old-host.net", why: "elsewhere" },
      ]);
    }
  });

  test("a service at the port of HTTPS alone is not off", async () => {
    const name = "_xmpps-server._tcp.rooms.example.com";
    expect(await straysIn({ SRV: { [name]: [srv(443, "tintin.example.com")] } }, { sharedPort: 443 })).toEqual([]);
    expect(await straysIn({ SRV: { [name]: [srv(443, "tintin.example.com")] } })).toMatchObject([{ why: "off" }]);
  });

  test("what another server has left: _jabber, _xmppconnect, its group chats", async () => {
    const SRV = {
      "_jabber._tcp.example.com": [srv(5269, "chat.old-host.net")],
      "_xmpp-server._tcp.conference.example.com": [srv(5269, "chat.old-host.net")],
    };
    const TXT = { "_xmppconnect.example.com": ["_xmpp-client-xbosh=https://chat.old-host.net/bosh", "v=1"] };
    const strays = await straysIn({ SRV, TXT });
    expect(strays.map(({ type, name, why }) => [type, name.split(".example")[0], why])).toEqual([
      ["SRV", "_jabber._tcp", "left-over"],
      ["SRV", "_xmpp-server._tcp.conference", "left-over"],
      ["TXT", "_xmppconnect", "left-over"],
    ]);
    expect(strays.at(-1)?.value).toBe('"_xmpp-client-xbosh=https://chat.old-host.net/bosh"');
    const named = await straysIn({ SRV }, { rooms: "conference" });
    expect(named.map(({ why }) => why)).toEqual(["elsewhere", "left-over"]);
  });
});

test("RFC 1035 §5.1: a text from outside is escaped, so that it does not steer the terminal", async () => {
  const TXT = { "_xmppconnect.example.com": ['_xmpp-client-x="\\\u001b[2J\u009b31mé'] };
  const [stray] = await straysIn({ TXT });
  expect(stray?.value).toBe('"_xmpp-client-x=\\"\\\\\\027[2J\\194\\15531m\\195\\169"');
});

test("pubsub's own alias is optional, and wrong where a wildcard leads it elsewhere", async () => {
  const stateOf = async (world: World) =>
    (await lookAtDns(deployment, seeing(world))).records.find(({ record }) => record.name === "pubsub.example.com");
  expect(await stateOf({ A })).toMatchObject({ state: "missing", record: { isOptional: true } });
  expect(await stateOf({ A: { ...A, "pubsub.example.com": ["198.51.100.7"] } })).toMatchObject({ state: "wrong" });
});
