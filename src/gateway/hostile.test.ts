/** Routers, and whoever pretends to be one, that say too much, too long, or what is not theirs to say. */
import { afterEach, describe, expect, test } from "bun:test";
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { createServer } from "node:net";
import { deviceIn, parseRouterXml } from "./device-description.ts";
import { natPmpExternal, natPmpMapper } from "./nat-pmp.ts";
import { noncesOf } from "./nonce.ts";
import { addressBytes, pcpMapper } from "./pcp.ts";
import { MappingError, type MappingProblem, type WantedPort } from "./report.ts";
import { callAction } from "./soap.ts";
import { findDescription, locationIn } from "./ssdp.ts";
import { upnpMapper, upnpPinholes } from "./upnp.ts";

const ROUTER = "127.0.0.1";
const nonceOf = noncesOf(new Uint8Array(32));
const TCP_5222: WantedPort = { transport: "tcp", port: 5222 };

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A UDP service on loopback, and the port that it has. */
async function udpService(answer: (socket: Socket, question: Buffer, from: RemoteInfo) => void, address = ROUTER) {
  const socket = createSocket("udp4");
  socket.on("message", (question, from) => answer(socket, question, from));
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  opened.push(() => socket.close());
  return { socket, port: socket.address().port };
}

/** A web server on loopback that answers each request with these bytes; a URL of it. */
async function webService(answerTo: (request: string) => string): Promise<URL> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => socket.end(answerTo(bytes.toString())));
  });
  await new Promise<void>((resolve) => server.listen(0, ROUTER, resolve));
  opened.push(() => server.close());
  return new URL(`http://${ROUTER}:${(server.address() as { port: number }).port}/control`);
}

const problemOf = (work: Promise<unknown>): Promise<MappingProblem | "done"> =>
  work.then(
    () => "done" as const,
    (error: unknown) => {
      if (error instanceof MappingError) return error.problem;
      throw error;
    },
  );

/** RFC 6887 §11.2: the right answer to a question. */
function pcpAnswer(question: Buffer): Uint8Array {
  const bytes = new Uint8Array(60);
  bytes.set(question.subarray(0, 60));
  bytes[1] = (question[1] ?? 0) | 0x80;
  bytes.fill(0, 2, 4);
  bytes.fill(0, 8, 24);
  bytes.set(addressBytes("9.9.8.2"), 44);
  return bytes;
}

describe("UDP", () => {
  test("RFC 6887 §8.3: the right answer from another port or another host is not taken", async () => {
    const stranger = await udpService(() => {});
    const other = await udpService(() => {}, "127.0.0.2");
    const { port } = await udpService((socket, question, from) => {
      const forged = pcpAnswer(question);
      forged.set(addressBytes("6.6.6.6"), 44);
      stranger.socket.send(forged, from.port, from.address);
      other.socket.send(forged, from.port, from.address);
      setTimeout(() => socket.send(pcpAnswer(question), from.port, from.address), 50);
    });
    const mapping = await pcpMapper({ router: ROUTER, client: ROUTER, nonceOf, port }).map(TCP_5222, 3600);
    expect(mapping.external).toBe("9.9.8.2");
  });

  test("answers without end that are none do not keep the right one from being heard", async () => {
    const { port } = await udpService((socket, question, from) => {
      for (let count = 0; count < 500; count += 1) {
        const wrong = pcpAnswer(question);
        wrong.set(crypto.getRandomValues(new Uint8Array(12)), 24);
        socket.send(wrong, from.port, from.address);
      }
      setTimeout(() => socket.send(pcpAnswer(question), from.port, from.address), 50);
    });
    const mapping = await pcpMapper({ router: ROUTER, client: ROUTER, nonceOf, port }).map(TCP_5222, 3600);
    expect(mapping.external).toBe("9.9.8.2");
  });

  test.each([0, 1, 3, 7, 8, 11, 13, 16, 17, 60, 1200])(
    "RFC 6886 §3.2: an answer of %p bytes is no external address",
    async (length) => {
      const right = Uint8Array.of(0, 128, 0, 0, 0, 0, 0, 7, 9, 9, 8, 2);
      const { port } = await udpService((socket, _, from) => {
        const wrong = new Uint8Array(length).fill(6);
        wrong.set(right.subarray(0, Math.min(4, length)));
        socket.send(wrong, from.port, from.address, () => socket.send(right, from.port, from.address));
      });
      expect(await natPmpExternal({ router: ROUTER, port })).toEqual({ address: "9.9.8.2", epoch: 7 });
    },
  );

  test("RFC 6886 §3.3: a router that gives another port has it taken back", async () => {
    const asked: number[][] = [];
    const { port } = await udpService((socket, question, from) => {
      asked.push([question.readUInt16BE(4), question.readUInt16BE(6), question.readUInt32BE(8)]);
      const answer = Buffer.from([0, 130, 0, 0, 0, 0, 0, 7, 0, 0, 0xc0, 0, 0, 0, 14, 16]);
      answer.writeUInt16BE(question.readUInt16BE(4), 8);
      socket.send(answer, from.port, from.address);
    });
    expect(await problemOf(natPmpMapper({ router: ROUTER, port }).map(TCP_5222, 3600))).toBe("conflict");
    expect(asked).toEqual([
      [5222, 5222, 3600],
      [5222, 0, 0],
    ]);
  });
});

describe("SSDP", () => {
  const answer = (location: string): string =>
    `HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: ${location}\r\n\r\n`;

  test("another host that answers first is not believed, though it names the router", async () => {
    const other = await udpService(() => {}, "127.0.0.2");
    const { port } = await udpService((socket, _, from) => {
      other.socket.send(answer(`http://${ROUTER}/forged.xml`), from.port, from.address);
      setTimeout(() => socket.send(answer(`http://${ROUTER}/right.xml`), from.port, from.address), 50);
    });
    expect((await findDescription({ router: ROUTER, local: ROUTER, port }))?.pathname).toBe("/right.xml");
  });

  test("a router that answers without end with what leads nowhere is given up", async () => {
    const { port } = await udpService((socket, _, from) => {
      for (let count = 0; count < 100; count += 1)
        socket.send(answer("http://192.0.2.1/elsewhere.xml"), from.port, from.address);
    });
    const began = performance.now();
    expect(await findDescription({ router: ROUTER, local: ROUTER, port })).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(2500);
  });

  test.each([
    ["a name", "http://router.example/root.xml"],
    ["an IPv4 address", "http://192.168.1.1/root.xml"],
    ["a host as a user", "http://[fe80::1]@[2001:db8::1]/"],
    ["https", "https://[fe80::1]/"],
    ["no address", "http://[:::::::]/"],
  ])("by IPv6, %s is no description of the router", (_, location) =>
    expect(locationIn(answer(location), "fe80::1")).toBeUndefined(),
  );

  test("Annex A: by IPv6, any address of the router may stand there, since nobody but the router is connected to", () =>
    expect(locationIn(answer("http://[2a02:1234::1]:5000/root.xml"), "fe80::1")?.port).toBe("5000"));
});

describe("UPnP", () => {
  const http = (body: string, status = "200 OK"): string =>
    `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const soap = (action: string, inner: string): string =>
    http(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><u:${action}Response xmlns:u="urn:x">${inner}</u:${action}Response></s:Body></s:Envelope>`,
    );
  const connection = (control: URL) => ({ type: "urn:schemas-upnp-org:service:WANIPConnection:1", control });

  test.each([
    ["an entity bomb", http('<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>')],
    ["an external entity", http('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')],
    ["deep XML", http("<a>".repeat(1000) + "</a>".repeat(1000))],
    ["XML of a hundred thousand elements", http(`<a>${"<b/>".repeat(100_000)}</a>`)],
    ["an attribute too many", http(`<a ${Array.from({ length: 100 }, (_, index) => `b${index}="c"`).join(" ")}/>`)],
    ["the answer to another action", soap("DeletePortMapping", "")],
    ["no XML", http("OK")],
    ["nothing", ""],
  ])("an action that is answered by %s has failed", async (_, answer) => {
    const control = await webService(() => answer);
    expect(await problemOf(callAction(connection(control), "AddPortMapping"))).toBe("wrong-answer");
  });

  test("a redirect of an action is not followed", async () => {
    let strangers = 0;
    const stranger = await webService(() => {
      strangers += 1;
      return soap("AddPortMapping", "");
    });
    const control = await webService(() => `HTTP/1.1 307 Moved\r\nLocation: ${stranger}\r\nContent-Length: 0\r\n\r\n`);
    expect(await problemOf(callAction(connection(control), "AddPortMapping"))).toBe("refused");
    expect(strangers).toBe(0);
  });

  test.each([
    ["nothing", "", undefined],
    ["0.0.0.0", "0.0.0.0", undefined],
    ["a number too large", "999.1.1.1", undefined],
    ["IPv6", "::1", undefined],
    ["ten thousand letters", "x".repeat(10_000), undefined],
    ["an address and more", "9.9.8.2&#10;x", undefined],
    ["an address with spaces around it", " 9.9.8.2 ", "9.9.8.2"],
  ])("GetExternalIPAddress: what is made of %s", async (_, text, address) => {
    const control = await webService(() =>
      soap("GetExternalIPAddress", `<NewExternalIPAddress>${text}</NewExternalIPAddress>`),
    );
    const device = { connections: [connection(control)], firewall: undefined, names: "" };
    const mapper = await upnpMapper({ router: ROUTER, client: "192.168.1.20", device });
    expect(await mapper.externalAddress()).toBe(address);
  });

  test("URLBase of another host, and control URLs of another host, are not taken", () => {
    const service = (url: string): string =>
      `<service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType><controlURL>${url}</controlURL></service>`;
    const description = (url: string): string =>
      `<root><URLBase>http://192.0.2.66/</URLBase><device>${service(url)}</device></root>`;
    const at = new URL("http://192.168.1.1:5000/root.xml");
    const device = deviceIn(parseRouterXml(description("/control")), at, "192.168.1.1");
    expect(device.connections.map(({ control }) => control.href)).toEqual(["http://192.168.1.1:5000/control"]);
    for (const url of [
      "http://192.0.2.66/",
      "//192.0.2.66/x",
      "http://192.168.1.1@192.0.2.66/",
      "file:///x",
      "javascript:1",
    ])
      expect(() => deviceIn(parseRouterXml(description(url)), at, "192.168.1.1")).toThrow(MappingError);
  });

  test.each(["", "-1", "4294967296000", "1; DROP", "<x/>"])("UniqueID %j of a hole is none", async (id) => {
    const control = await webService((request) =>
      request.includes("#GetFirewallStatus")
        ? soap(
            "GetFirewallStatus",
            "<FirewallEnabled>1</FirewallEnabled><InboundPinholeAllowed>1</InboundPinholeAllowed>",
          )
        : soap("AddPinhole", `<UniqueID>${id}</UniqueID>`),
    );
    const service = { type: "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1", control };
    const holes = await upnpPinholes(service, ROUTER, "2a02:1234::1");
    expect(await problemOf(holes.map(TCP_5222, 3600))).toBe("wrong-answer");
  });
});
