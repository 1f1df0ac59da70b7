/** DNS queries to a real name server, and the wizard's check of records. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { adviceBlocks, isLacking, sightLines } from "../../installer/dns-lines.ts";
import { openAuthoritativeResolver, zoneOf } from "../../src/dns/authoritative-resolver.ts";
import { checkRecords, openWorld } from "../../src/dns/record-check.ts";
import { recordsFor } from "../../src/dns/records.ts";
import { openResolver, type Resolver } from "../../src/dns/resolver.ts";
import { lookAtDns } from "../../src/dns/stray-records.ts";
import { dnsMessages } from "../../src/messages/dns.ts";
import { dnsmasq, type NameServer, nameInHex, startDnsmasq } from "../support/network/dnsmasq.ts";

const isSkipped = dnsmasq === null && process.env.CI !== "true";
const open = (...servers: string[]): Resolver => openResolver({ servers, timeoutMs: 3000 });

describe.skipIf(isSkipped)(`a name server${isSkipped ? ": needs dnsmasq" : ""}`, () => {
  const long = "x".repeat(250);
  const records = [
    "local=/test/",
    "srv-host=_xmpp-client._tcp.example.test,Tintin.example.test,5222,10,100",
    "srv-host=_xmpp-server._tcp.example.test,.,0,0,0",
    "host-record=tintin.example.test,192.0.2.12,2001:db8::12",
    "txt-record=example.test,v=1,two strings",
    `txt-record=long.test,${Array.from({ length: 8 }, (_, i) => `${i}${long}`).join(",")}`,
    "caa-record=example.test,128,issue,letsencrypt.org",
    "caa-record=example.test,0,iodef,mailto:me@example.test",
    "cname=www.example.test,tintin.example.test",
    `dns-rr=example.test,2,${nameInHex("ns1.example.test")}`,
    "host-record=ns1.example.test,127.0.0.2",
    "srv-host=_xmpp-client._tcp.xn--bcher-kva.test,tintin.example.test,5222,10,100",
  ];
  let cache: NameServer;
  let authority: NameServer;
  let resolver: Resolver;

  beforeAll(async () => {
    cache = await startDnsmasq(records);
    authority = await startDnsmasq(
      ["local=/test/", "srv-host=_xmpp-client._tcp.example.test,new.example.test,5222,10,100"],
      "127.0.0.2",
    );
    resolver = open(cache.server);
  });
  afterAll(() => Promise.all([cache, authority].map((server) => server?.stop())));

  const answers = [
    ["A", "tintin.example.test", ["192.0.2.12"]],
    ["AAAA", "tintin.example.test", ["2001:db8::12"]],
    ["A", "www.example.test", ["192.0.2.12"]],
    ["CNAME", "www.example.test", ["tintin.example.test"]],
    ["TXT", "example.test", ["v=1", "two strings"]],
    [
      "CAA",
      "example.test",
      [
        { critical: false, tag: "iodef", value: "mailto:me@example.test" },
        { critical: true, tag: "issue", value: "letsencrypt.org" },
      ],
    ],
    ["NS", "example.test", ["ns1.example.test"]],
    [
      "SRV",
      "_xmpp-client._tcp.example.test",
      [{ priority: 10, weight: 100, port: 5222, target: "tintin.example.test" }],
    ],
    ["SRV", "_xmpp-server._tcp.example.test", [{ priority: 0, weight: 0, port: 0, target: "." }]],
  ] as const;
  test.each(answers)("%s of %s is found", async (type, name, values) =>
    expect<unknown>(await resolver.query(type, name)).toEqual({ state: "found", values }),
  );

  test("an answer too long for a datagram is fetched over TCP", async () => {
    const answer = await resolver.query("TXT", "long.test");
    expect(answer.state === "found" && answer.values.join("").length).toBe(8 * 251);
  });

  test("an unknown name is absent, and so is a type that a name does not have", async () => {
    expect(await resolver.query("A", "nobody.example.test")).toEqual({ state: "absent" });
    expect(await resolver.query("CAA", "tintin.example.test")).toEqual({ state: "absent" });
  });

  test("a server that refuses to answer for a name gives the state unknown", async () =>
    expect(await resolver.query("A", "example.org")).toEqual({ state: "unknown", reason: "refused" }));

  test("the second server is queried where the first does not answer", async () =>
    expect(
      await openResolver({ servers: ["127.0.0.3:9", cache.server], timeoutMs: 10_000 }).query("NS", "example.test"),
    ).toEqual({ state: "found", values: ["ns1.example.test"] }));

  test("a corrected record is found at once, without waiting for a cache", async () => {
    const domain = "xn--bcher-kva.test";
    const expectedRecords = recordsFor({
      domains: ["bücher.test"],
      host: "tintin.example.test",
      addresses: ["192.0.2.12", "2001:db8::12"],
      ports: { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": undefined, "xmpps-server": undefined },
    });
    const resolveAll = async (): Promise<readonly string[]> =>
      (await checkRecords(await openWorld(expectedRecords, [domain], resolver))).map(
        ({ record, state }) => `${record.name} ${state}`,
      );
    expect(await resolveAll()).toEqual([
      "tintin.example.test right",
      "tintin.example.test right",
      "_xmpp-client._tcp.xn--bcher-kva.test right",
      "_xmpps-client._tcp.xn--bcher-kva.test missing",
    ]);

    await cache.stop();
    const added = "srv-host=_xmpps-client._tcp.xn--bcher-kva.test,tintin.example.test,5223,10,100";
    cache = await startDnsmasq([...records, added], "127.0.0.1", Number(cache.server.split(":")[1]));
    expect((await resolveAll()).at(-1)).toBe("_xmpps-client._tcp.xn--bcher-kva.test right");
  });

  test("the zone's authoritative server is found, and queried in place of the cache", async () => {
    const name = "_xmpp-client._tcp.example.test";
    const zone = { name: "example.test", nameServers: ["ns1.example.test"], servers: ["127.0.0.2"] };
    expect(await zoneOf(name, resolver)).toEqual({ state: "found", values: [zone] });
    const port = authority.server.split(":")[1];
    const authoritative = openAuthoritativeResolver(resolver, (servers) =>
      open(...servers.map((one) => `${one}:${port}`)),
    );
    expect(await authoritative.query("SRV", name)).toMatchObject({ values: [{ target: "new.example.test" }] });
    expect(await resolver.query("SRV", name)).toMatchObject({ values: [{ target: "tintin.example.test" }] });
  });

  test("what stands wrong in a real zone: each name, each family, each record of a set", async () => {
    const zone = await startDnsmasq([
      "local=/test/",
      "host-record=tintin.example.test,192.0.2.12,2001:db8::666",
      "host-record=chat.old-host.test,198.51.100.7",
      "cname=alias.example.test,tintin.example.test",
      "srv-host=_xmpp-client._tcp.example.test,alias.example.test,5222,0,5",
      "srv-host=_xmpps-client._tcp.example.test.example.test,tintin.example.test,5223,0,5",
      "srv-host=_xmpp-server._tcp.example.test,tintin.example.test,5269,0,5",
      "srv-host=_xmpp-server._tcp.example.test,chat.old-host.test,5269,5,5",
      "srv-host=_xmpps-server._tcp.example.test,tintin.example.test.example.test,5270,0,5",
      "host-record=pubsub.example.test,198.51.100.7",
      "cname=rooms.example.test,tintin.example.test",
      "srv-host=_jabber._tcp.example.test,chat.old-host.test,5269,0,5",
    ]);
    const ports = { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270 };
    const sight = await lookAtDns(
      {
        domains: ["example.test"],
        host: "tintin.example.test",
        addresses: ["192.0.2.12"],
        ports,
        rooms: "rooms",
        optionalServices: ["pubsub"],
      },
      open(zone.server),
    );
    await zone.stop();
    const lines = sightLines(sight, { messages: dnsMessages.en, zone: "example.test", width: 75 });
    const text = lines.map(({ mark, text }) => `${mark} ${text.trim().replace(/ +/g, " ")}`);
    expect(text.join("\n").replace(/\nplain /g, " ")).toBe(
      [
        "right A tintin.example.test 192.0.2.12",
        "wrong SRV _xmpp-client._tcp.example.test change alias.example.test:5222 → tintin.example.test:5222 " +
          "alias.example.test is an alias (CNAME): an SRV record must not lead to one (RFC 2782).",
        "note SRV _xmpps-client._tcp.example.test recommended 10 100 5223 tintin.example.test. " +
          "_xmpps-client._tcp.example.test.example.test is there: your provider adds the domain itself. " +
          "Enter only _xmpps-client._tcp, and remove the other.",
        "wrong SRV _xmpp-server._tcp.example.test remove chat.old-host.test:5269 That is not this machine, which is 192.0.2.12.",
        "wrong SRV _xmpps-server._tcp.example.test change tintin.example.test.example.test:5270 → tintin.example.test:5270 " +
          "tintin.example.test.example.test has the domain twice: your provider adds it to what does not end with a dot.",
        "right CNAME rooms.example.test tintin.example.test",
        "wrong CNAME pubsub.example.test change 198.51.100.7 → tintin.example.test That is not this machine, which is 192.0.2.12.",
        "wrong AAAA tintin.example.test remove 2001:db8::666 It leads to another machine.",
        "note SRV _jabber._tcp.example.test remove chat.old-host.test:5269 It seems to be left over from another server.",
      ].join("\n"),
    );
    expect(isLacking(sight)).toBe(true);
    const blocks = adviceBlocks(sight, dnsMessages.en).map(({ heading, lines }) => [heading, lines.length]);
    expect(blocks).toEqual([
      [dnsMessages.en.addThese, 1],
      [dnsMessages.en.changeThese, 3],
      [dnsMessages.en.removeThese, 3],
    ]);
  });
});
