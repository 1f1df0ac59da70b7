/** What a router may say by SSDP, HTTP, XML and SOAP. */
import { afterEach, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { describeDevice } from "./device-description.ts";
import { readAnswer } from "./http-exchange.ts";
import { MappingError, type MappingProblem, type WantedPort } from "./report.ts";
import { locationIn } from "./ssdp.ts";
import { upnpMapper, upnpPinholes } from "./upnp.ts";

const ROUTER = "127.0.0.1";
const TCP_5222: WantedPort = { transport: "tcp", port: 5222 };

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A web server on loopback that answers each request with these bytes. */
async function webRouter(answerTo: (request: string) => string): Promise<URL> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => socket.end(answerTo(bytes.toString())));
  });
  await new Promise<void>((resolve) => server.listen(0, ROUTER, resolve));
  opened.push(() => server.close());
  return new URL(`http://${ROUTER}:${(server.address() as { port: number }).port}/description.xml`);
}

const http = (body: string, status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const problemOf = async (work: Promise<unknown>): Promise<MappingProblem | "done"> =>
  work.then(
    () => "done" as const,
    (error: unknown) => {
      if (error instanceof MappingError) return error.problem;
      throw error;
    },
  );

describe("SSDP", () => {
  const answer = (location: string, st = "urn:schemas-upnp-org:device:InternetGatewayDevice:1"): string =>
    `HTTP/1.1 200 OK\r\nST: ${st}\r\nLOCATION: ${location}\r\n\r\n`;

  test("a description of the router itself is taken", () =>
    expect(locationIn(answer("http://192.168.1.1:5000/root.xml"), "192.168.1.1")?.pathname).toBe("/root.xml"));

  test.each([
    ["another host", answer("http://192.168.1.66/root.xml")],
    ["a name", answer("http://router.example/root.xml")],
    ["the host as a user", answer("http://192.168.1.1@evil.example/")],
    ["https", answer("https://192.168.1.1/")],
    ["a file", answer("file:///etc/passwd")],
    ["a long one", answer(`http://192.168.1.1/${"a".repeat(600)}`)],
    ["a printer", answer("http://192.168.1.1/root.xml", "urn:schemas-upnp-org:device:Printer:1")],
    ["no HTTP", "hello"],
  ])("%s is not", (_, text) => expect(locationIn(text, "192.168.1.1")).toBeUndefined());
});

describe("UPnP", () => {
  const service = (type: string, control: string): string =>
    `<service><serviceType>urn:schemas-upnp-org:service:${type}</serviceType><controlURL>${control}</controlURL></service>`;
  const description = (...services: readonly string[]): string =>
    `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><serviceList>${services.join("")}</serviceList></device></root>`;
  const described = async (body: string, answer = http(body)) => describeDevice(await webRouter(() => answer), ROUTER);

  test("the newest service comes first; one of another host is left out", async () => {
    const device = await described(
      description(
        service("WANPPPConnection:1", "/ppp"),
        service("WANIPConnection:1", "/ip"),
        service("WANIPConnection:2", "http://192.0.2.1/ctl"),
        service("WANIPv6FirewallControl:1", "/six"),
      ),
    );
    expect(device.connections.map(({ control }) => control.pathname)).toEqual(["/ip", "/ppp"]);
    expect(device.firewall?.control.pathname).toBe("/six");
  });

  test.each([
    ["a redirect", "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"],
    ["an entity bomb", http('<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>')],
    ["deep XML", http("<a>".repeat(1000) + "</a>".repeat(1000))],
    ["half an element", http("<root><device>")],
    ["no service", http(description())],
    ["more than it says it would be", `HTTP/1.1 200 OK\r\n\r\n${"x".repeat(200_000)}`],
    ["a length without end", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"],
    ["a chunk without end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nabc"],
    ["a header without end", `HTTP/1.1 200 OK\r\n${"X-A: b\r\n".repeat(2000)}`],
    ["no HTTP", "SSH-2.0-OpenSSH\r\n\r\n"],
  ])("%s is a wrong answer", async (_, answer) => expect(await problemOf(described("", answer))).toBe("wrong-answer"));

  test("what is deep within a service is not its own", async () => {
    const inner = service("WANIPConnection:1", "/deep").replaceAll("service>", "inner>");
    const body = description(`<service>${inner}</service>`, service("WANPPPConnection:1", "/ppp"));
    expect((await described(body)).connections.map(({ control }) => control.pathname)).toEqual(["/ppp"]);
  });

  test("an answer that comes in drops costs little", async () => {
    const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(20_000)}`;
    const server: Server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write(head);
      const drops = setInterval(() => socket.write("1\r\nx\r\n"), 5);
      socket.once("close", () => clearInterval(drops));
      setTimeout(() => socket.end(), 1500);
    });
    await new Promise<void>((resolve) => server.listen(0, ROUTER, resolve));
    opened.push(() => server.close());
    const { port } = server.address() as { port: number };
    const before = process.cpuUsage();
    expect(await problemOf(describeDevice(new URL(`http://${ROUTER}:${port}/`), ROUTER))).toBe("wrong-answer");
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(500);
  });

  test("RFC 9112 §7.1: chunks are put together", () =>
    expect(
      readAnswer(
        Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"),
        false,
      ),
    ).toMatchObject({ status: 200, body: "abc" }));

  const soap = (inner: string): string =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`;
  const response = (action: string, inner = ""): string =>
    http(soap(`<u:${action}Response xmlns:u="urn:x">${inner}</u:${action}Response>`));
  const fault = (code: number): string =>
    http(
      soap(
        `<s:Fault><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>${code}</errorCode></UPnPError></detail></s:Fault>`,
      ),
      "500 Internal Server Error",
    );
  /** A router whose actions are answered by `answers`; without one, 714 (no such entry). `asked` are the actions. */
  const upnpRouter = async (answers: Readonly<Record<string, (request: string) => string>>) => {
    const asked: string[] = [];
    const control = await webRouter((request) => {
      const action = /^SOAPAction: "[^#]*#(\w+)"/m.exec(request)?.[1] ?? "";
      asked.push(action);
      return answers[action]?.(request) ?? fault(714);
    });
    const connection = { type: "urn:schemas-upnp-org:service:WANIPConnection:1", control };
    const device = { connections: [connection], firewall: undefined, names: "" };
    return { asked, control, mapper: await upnpMapper({ router: ROUTER, client: "192.168.1.20", device }) };
  };

  test("WANIPConnection:1: a router that knows lasting mappings alone gets one", async () => {
    const leases: string[] = [];
    const { mapper } = await upnpRouter({
      AddPortMapping: (request) => {
        leases.push(/<NewLeaseDuration>(\d+)</.exec(request)?.[1] ?? "");
        return leases.length === 1 ? fault(725) : response("AddPortMapping");
      },
    });
    expect((await mapper.map(TCP_5222, 3600)).lifetime).toBe(Number.POSITIVE_INFINITY);
    expect(leases).toEqual(["3600", "0"]);
  });

  test("a port that leads to another machine stays there, whatever the router would do", async () => {
    const entry = "<NewInternalClient>192.168.1.7</NewInternalClient><NewInternalPort>5222</NewInternalPort>";
    const { mapper, asked } = await upnpRouter({
      GetSpecificPortMappingEntry: () => response("GetSpecificPortMappingEntry", entry),
      AddPortMapping: () => response("AddPortMapping"),
    });
    expect(await problemOf(mapper.map(TCP_5222, 3600))).toBe("conflict");
    expect(asked).not.toContain("AddPortMapping");
  });

  test.each([
    [718, "conflict"],
    [606, "refused"],
    [728, "no-resources"],
  ] as const)("error %p is %p", async (code, problem) => {
    const { mapper } = await upnpRouter({ AddPortMapping: () => fault(code) });
    expect(await problemOf(mapper.map(TCP_5222, 3600))).toBe(problem);
  });

  test("WANIPv6FirewallControl:1: a hole is made, renewed by its number, and closed", async () => {
    const status = "<FirewallEnabled>1</FirewallEnabled><InboundPinholeAllowed>1</InboundPinholeAllowed>";
    const { control, asked } = await upnpRouter({
      GetFirewallStatus: () => response("GetFirewallStatus", status),
      AddPinhole: () => response("AddPinhole", "<UniqueID>42</UniqueID>"),
      UpdatePinhole: (request) => (request.includes(">42<") ? response("UpdatePinhole") : fault(704)),
      DeletePinhole: (request) => (request.includes(">42<") ? response("DeletePinhole") : fault(704)),
    });
    const firewall = { type: "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1", control };
    const holes = await upnpPinholes(firewall, ROUTER, "2a02:1234::1");
    await holes.map(TCP_5222, 3600);
    await holes.map(TCP_5222, 3600);
    await holes.unmap(TCP_5222);
    expect(asked.slice(1)).toEqual(["GetFirewallStatus", "AddPinhole", "UpdatePinhole", "DeletePinhole"]);
  });
});
