import { describe, expect, test } from "bun:test";
import { StanzaError } from "../stanza-error.ts";
import { type Deployment, recordsFor } from "./records.ts";
import { formRows, zoneFileLines } from "./zone-file.ts";

const ports = { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270 };
const deployment: Deployment = {
  domains: ["example.com"],
  host: "tintin.example.com",
  addresses: ["2001:DB8:4212:0::12", "192.0.2.12"],
  ports,
  rooms: "rooms",
};
const linesFor = (changes: Partial<Deployment>) => zoneFileLines(recordsFor({ ...deployment, ...changes }));

describe("the records of a domain", () => {
  test("as a zone file: aligned, with absolute names", () =>
    expect(linesFor({})).toEqual([
      "tintin.example.com.             3600 IN A     192.0.2.12",
      "tintin.example.com.             3600 IN AAAA  2001:db8:4212::12",
      "_xmpp-client._tcp.example.com.  3600 IN SRV   10 100 5222 tintin.example.com.",
      "_xmpps-client._tcp.example.com. 3600 IN SRV   10 100 5223 tintin.example.com.",
      "_xmpp-server._tcp.example.com.  3600 IN SRV   10 100 5269 tintin.example.com.",
      "_xmpps-server._tcp.example.com. 3600 IN SRV   10 100 5270 tintin.example.com.",
      "rooms.example.com.              3600 IN CNAME tintin.example.com.",
    ]));

  test("a service that is off has no record", () => {
    const lines = linesFor({ ports: { ...ports, "xmpps-client": undefined, "xmpps-server": undefined } });
    expect(lines.filter((line) => line.includes("SRV"))).toHaveLength(2);
    expect(lines.some((line) => line.includes("_xmpps"))).toBe(false);
  });

  test("RFC 6120 §3.2.2: without SRV records others connect to 5269, so rooms at another port need theirs", () => {
    const rooms = linesFor({ ports: { ...ports, "xmpp-server": 15269 } }).filter((line) => line.includes("rooms."));
    expect(rooms.map((line) => line.split(/ +/).slice(3).join(" "))).toEqual([
      "CNAME tintin.example.com.",
      "SRV 10 100 15269 tintin.example.com.",
      "SRV 10 100 5270 tintin.example.com.",
    ]);
  });

  test("without rooms there is no alias, nor where the host has the name of the rooms' domain", () => {
    const { rooms: _, ...roomless } = deployment;
    expect(recordsFor(roomless).some(({ type }) => type === "CNAME")).toBe(false);
    expect(linesFor({ host: "rooms.example.com" }).some((line) => line.includes("CNAME"))).toBe(false);
  });

  test("pages and files at a name of their own need an alias; at a name that has records already, none", () => {
    const aliases = (web: string) => linesFor({ web }).filter((line) => /CNAME/.test(line) && !/^rooms/.test(line));
    expect(aliases("Files.example.net")).toEqual(["files.example.net.              3600 IN CNAME tintin.example.com."]);
    expect(recordsFor({ ...deployment, web: "files.example.net" }).at(-1)?.isOptional).toBe(false);
    for (const web of ["tintin.example.com", "rooms.example.com", "example.com"]) expect(aliases(web)).toEqual([]);
  });

  test("several domains share the addresses of the host", () => {
    const lines = linesFor({ domains: ["example.com", "example.org"] });
    expect(lines.filter((line) => / A +192/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("example.org. "))).toHaveLength(5);
  });

  test("internationalized domains are written in A-labels", () => {
    const lines = linesFor({ domains: ["BÜCHER.example."], host: "bücher.example" });
    expect(lines).toContain(
      "_xmpp-client._tcp.xn--bcher-kva.example.  3600 IN SRV   10 100 5222 xn--bcher-kva.example.",
    );
  });

  test("an IPv6 address is optional beside an IPv4 one, and needed alone", () => {
    const optional = (addresses: readonly string[]) =>
      recordsFor({ ...deployment, addresses }).filter(({ type, isOptional }) => type !== "SRV" && isOptional);
    expect(optional(["192.0.2.12", "2001:db8::12"]).map(({ type }) => type)).toEqual(["AAAA"]);
    expect(optional(["2001:db8::12"])).toEqual([]);
  });

  test("RFC 6120 §3.2.2, XEP-0368: SRV records are needed where the domain is not this machine, or its port is unusual", () => {
    const needed = (changes: Partial<Deployment>) =>
      recordsFor({ ...deployment, ...changes }).flatMap(({ type, name, isOptional }) =>
        type === "SRV" && !isOptional ? [name.split(".")[0]] : [],
      );
    expect(needed({})).toEqual(["_xmpp-client", "_xmpp-server"]);
    expect(needed({ host: "example.com" })).toEqual([]);
    expect(needed({ host: "example.com", ports: { ...ports, "xmpp-client": 15222 } })).toEqual(["_xmpp-client"]);
    expect(needed({ host: "example.com", ports: { ...ports, "xmpp-client": undefined } })).toEqual(["_xmpps-client"]);
  });

  test("XEP-0368: services on the port of HTTPS have a second record, which is tried after the first and optional beside it", () => {
    const sharedPort = 443;
    const lines = linesFor({ sharedPort }).filter((line) => line.includes("_xmpps"));
    expect(lines.map((line) => line.replace(/ +3600 IN SRV +/, " "))).toEqual([
      "_xmpps-client._tcp.example.com. 10 100 5223 tintin.example.com.",
      "_xmpps-client._tcp.example.com. 20 100 443 tintin.example.com.",
      "_xmpps-server._tcp.example.com. 10 100 5270 tintin.example.com.",
      "_xmpps-server._tcp.example.com. 20 100 443 tintin.example.com.",
    ]);
    const ofServers = (changes: Partial<Deployment>) =>
      recordsFor({ ...deployment, sharedPort, ...changes }).filter(({ name }) => name.startsWith("_xmpps-server"));
    expect(ofServers({}).map(({ isOptional }) => isOptional)).toEqual([true, true]);
    expect(ofServers({ ports: { ...ports, "xmpps-server": undefined } })).toMatchObject([{ value: { port: 443 } }]);
    expect(ofServers({ ports: { ...ports, "xmpp-server": undefined, "xmpps-server": undefined } })).toEqual([]);
  });

  test("a service that people elsewhere rarely need has an optional alias", () =>
    expect(recordsFor({ ...deployment, optionalServices: ["pubsub"] }).at(-1)).toMatchObject({
      type: "CNAME",
      name: "pubsub.example.com",
      isOptional: true,
    }));

  test("one address in two spellings is one record", () =>
    expect(linesFor({ addresses: ["2001:db8::1", "2001:0DB8:0::1", "::ffff:192.0.2.1"] }).slice(0, 3)).toEqual([
      "tintin.example.com.             3600 IN A     192.0.2.1",
      "tintin.example.com.             3600 IN AAAA  2001:db8::1",
      "_xmpp-client._tcp.example.com.  3600 IN SRV   10 100 5222 tintin.example.com.",
    ]));

  test("anything but a domain or an address is refused", () => {
    expect(() => linesFor({ host: "a b\n.example.com" })).toThrow(StanzaError);
    expect(() => linesFor({ domains: ["example.com. 1 IN A 192.0.2.1"] })).toThrow(StanzaError);
    expect(() => linesFor({ rooms: "a b" })).toThrow(StanzaError);
    expect(() => linesFor({ addresses: ["192.0.2.1 ; x"] })).toThrow(RangeError);
  });
});

describe("the fields of a registrar's form", () => {
  const rows = formRows(recordsFor(deployment), "example.com");

  test("an SRV record by its parts", () =>
    expect(rows[2]).toEqual({
      type: "SRV",
      service: "_xmpp-client",
      protocol: "_tcp",
      name: "@",
      host: "_xmpp-client._tcp",
      priority: "10",
      weight: "100",
      port: "5222",
      target: "tintin.example.com",
      ttl: "3600",
    }));

  test("an address and an alias by name and target", () => {
    expect(rows[0]).toMatchObject({ type: "A", service: "", name: "tintin", host: "tintin", target: "192.0.2.12" });
    expect(rows[6]).toMatchObject({ type: "CNAME", name: "rooms", target: "tintin.example.com" });
  });

  test("names are relative to the zone of the form, and records of other zones are left out", () => {
    const records = recordsFor({ ...deployment, domains: ["chat.example.com", "notexample.com"] });
    const inZone = formRows(records, "example.com");
    expect(inZone).toHaveLength(7);
    expect(inZone[2]).toMatchObject({ service: "_xmpp-client", name: "chat", host: "_xmpp-client._tcp.chat" });
  });
});
