/** RFC 6120 §3.2: the targets of a domain, from a real name server, down to the connection. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openResolver, type Resolver } from "../../src/dns/resolver.ts";
import { openServerTargets } from "../../src/dns/server-targets.ts";
import type { DialTarget } from "../../src/net/dial.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { dialForTest } from "../support/network/dialling.ts";
import { dnsmasq, type NameServer, startDnsmasq } from "../support/network/dnsmasq.ts";
import { listenForTest } from "../support/network/listening-trial.ts";

const isSkipped = dnsmasq === null && process.env.CI !== "true";
const tls = new TlsContext([pemFor(["bücher.test"])]);

describe.skipIf(isSkipped)(`a name server${isSkipped ? ": needs dnsmasq" : ""}`, () => {
  const listener = listenForTest({ tls, asksForCertificate: true, alpn: "xmpp-server" });
  const records = [
    "local=/test/",
    "srv-host=_xmpp-server._tcp.mixed.test,one.mixed.test,5269,20,5",
    "srv-host=_xmpp-server._tcp.mixed.test,two.mixed.test,5269,0,5",
    "srv-host=_xmpps-server._tcp.mixed.test,Three.Mixed.test,5270,10,5",
    "srv-host=_xmpp-server._tcp.closed.test,.,0,0,0",
    "host-record=closed.test,127.0.0.1",
    "host-record=own.test,::1",
    `srv-host=_xmpps-server._tcp.xn--bcher-kva.test,xmpp.xn--bcher-kva.test,${listener.port},0,0`,
    "host-record=xmpp.xn--bcher-kva.test,127.0.0.1,::1",
  ];
  let server: NameServer;
  let resolver: Resolver;
  beforeAll(async () => {
    server = await startDnsmasq(records);
    resolver = openResolver({ servers: [server.server], timeoutMs: 3000 });
  });
  afterAll(async () => {
    listener.stop();
    await server?.stop();
  });
  const find = (domain: string) => openServerTargets({ resolver }).find(domain);

  const hosts: [string, readonly DialTarget[]][] = [
    [
      "mixed.test",
      [
        { host: "two.mixed.test", port: 5269, tls: "starttls" },
        { host: "three.mixed.test", port: 5270, tls: "direct" },
        { host: "one.mixed.test", port: 5269, tls: "starttls" },
      ],
    ],
    ["own.test", [{ host: "own.test", port: 5269, tls: "starttls" }]],
    ["bücher.test", [{ host: "xmpp.xn--bcher-kva.test", port: listener.port, tls: "direct" }]],
  ];
  test.each(hosts)("%s is found", async (domain, targets) =>
    expect(await find(domain)).toEqual({ state: "found", targets }),
  );
  test("a domain with an SRV target of '.' refuses, though it has an address", async () =>
    expect(await find("closed.test")).toEqual({ state: "refused" }));
  test("an unknown domain is absent", async () => expect(await find("nobody.test")).toEqual({ state: "absent" }));
  test("a domain that the name server refuses to look up is unknown", async () =>
    expect(await find("example.org")).toEqual({ state: "unknown", reason: "refused" }));
  test("without a name server every domain is unknown", async () => {
    const { find } = openServerTargets({ resolver: openResolver({ servers: ["127.0.0.9:9"], timeoutMs: 3000 }) });
    expect(await find("mixed.test")).toEqual({ state: "unknown", reason: "unreachable" });
  });
  test("the target found is dialled: IPv6 is refused there, IPv4 answers", async () => {
    const found = await find("bücher.test");
    const target = found.state === "found" ? found.targets[0] : undefined;
    const { dialled } = dialForTest({ ...target, port: target?.port ?? 0, serverName: "xn--bcher-kva.test", resolver });
    const connection = await dialled;
    expect(connection.remoteAddress).toBe("127.0.0.1");
    expect(connection.tls?.alpn).toBe("xmpp-server");
    connection.destroy();
  });
});
