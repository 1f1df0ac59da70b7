/** What a router answers to PCP (RFC 6887), NAT-PMP (RFC 6886) and UPnP, over sockets: only what answers the question counts. */
import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import { deviceIn, parseRouterXml } from "../../../src/gateway/device-description.ts";
import { natPmpExternal, natPmpMapper } from "../../../src/gateway/nat-pmp.ts";
import { noncesOf } from "../../../src/gateway/nonce.ts";
import { pcpMapper } from "../../../src/gateway/pcp.ts";
import { MappingError, type WantedPort } from "../../../src/gateway/report.ts";
import { ActionError, callAction } from "../../../src/gateway/soap.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

const ROUTER = "127.0.0.1";
const WANTED: WantedPort = { transport: "tcp", port: 5222 };
const nonceOf = noncesOf(new Uint8Array(32));
const nonce = Buffer.from(nonceOf(WANTED, ROUTER));

/** A UDP service on loopback; each question is answered by what `answer` says, all of it, in order. */
async function openUdp(): Promise<{ port: number; answer: (question: Buffer) => readonly Uint8Array[] }> {
  const socket: Socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, ROUTER, resolve));
  const service = { port: socket.address().port, answer: (_: Buffer): readonly Uint8Array[] => [] };
  // Whoever has heard enough has gone.
  socket.on("error", () => {});
  socket.on("message", (question, from) => {
    for (const bytes of service.answer(question)) socket.send(bytes, from.port, from.address);
  });
  socket.unref();
  return service;
}

let udp: ReturnType<typeof openUdp> | undefined;
const udpService = () => {
  udp ??= openUdp();
  return udp;
};

async function problemOf<Answer>(work: Promise<Answer>): Promise<Answer | MappingError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof MappingError) return error;
    throw error;
  }
}

/** §11.1: a MAP answer with this lifetime, epoch 7 and the address 9.9.8.2. */
function pcpAnswer(lifetime: number): Buffer {
  const bytes = Buffer.alloc(60);
  bytes.set([2, 0x81]);
  bytes.writeUInt32BE(lifetime, 4);
  bytes.writeUInt32BE(7, 8);
  bytes.set(nonce, 24);
  bytes.set([6, 0, 0, 0, 0x14, 0x66, 0x14, 0x66], 36);
  bytes.set([0xff, 0xff, 9, 9, 8, 2], 54);
  return bytes;
}
const RIGHT = pcpAnswer(1234);
const REFUSED = Buffer.concat([Buffer.of(2, 0x81, 0, 2), Buffer.alloc(20)]);

export const pcp: Target = {
  name: "pcp",
  share: 0.1,
  seeds: [pcpAnswer(3600), REFUSED, Buffer.of(0, 0x80, 0, 1, 0, 0, 0, 0)],
  words: ["\0\0\0\0", nonce.toString("latin1")],
  check: async (input) => {
    const service = await udpService();
    // After what is fuzzed comes the right one, so that nobody waits for what was no answer.
    service.answer = (question) => {
      if (question[0] === 0) return [Buffer.from([0, 0x80, 0, 0, 0, 0, 0, 7, 9, 9, 8, 2])];
      return question.readUInt32BE(4) === 0 ? [pcpAnswer(0)] : [input.subarray(0, 1400), RIGHT];
    };
    const mapping = await problemOf(
      pcpMapper({ router: ROUTER, client: ROUTER, nonceOf, port: service.port }).map(WANTED, 3600),
    );
    const [version, opcode, , result] = input;
    const isAnswer = input.length >= 8 && input.length <= 1100 && (opcode ?? 0) >= 0x80;
    const isOther = isAnswer && version !== 2;
    const isWhole = isAnswer && version === 2 && opcode === 0x81 && input.length >= 24 && input.length % 4 === 0;
    const isOurs =
      isWhole &&
      input.subarray(24, 36).equals(nonce) &&
      input.subarray(36, 42).equals(Buffer.from([6, input[37] ?? 0, input[38] ?? 0, input[39] ?? 0, 0x14, 0x66]));
    const isTaken = isOther || (isWhole && (input.length < 60 ? result !== 0 : isOurs));
    if (!isTaken) {
      same("the right answer after another", mapping, { lifetime: 1234, epoch: 7, external: "9.9.8.2" });
      return "ignored";
    }
    if (mapping instanceof MappingError) return `${mapping.problem} ${isOther}`;
    same("its lifetime and epoch", [mapping.lifetime, mapping.epoch], [input.readUInt32BE(4), input.readUInt32BE(8)]);
    if (result !== 0 || input.readUInt16BE(42) !== 5222)
      throw new Wrong("another port counts as ours", input.toString("hex"));
    return `mapped ${mapping.external?.includes(":")}`;
  },
};

export const natPmp: Target = {
  name: "nat-pmp",
  share: 0.1,
  seeds: [
    Buffer.from([0, 0x82, 0, 0, 0, 0, 0, 7, 0x14, 0x66, 0x14, 0x66, 0, 0, 0x0e, 0x10]),
    Buffer.from([0, 0x80, 0, 0, 0, 0, 0, 7, 9, 9, 8, 2]),
    Buffer.from([0, 0x82, 0, 3, 0, 0, 0, 7]),
  ],
  check: async (input) => {
    const service = await udpService();
    service.answer = (question) => {
      if (question[1] === 0) return [input, Buffer.from([0, 0x80, 0, 0, 0, 0, 4, 0xd2, 9, 9, 8, 2])];
      const right = Buffer.from([0, 0x82, 0, 0, 0, 0, 4, 0xd2, 0x14, 0x66, 0x14, 0x66, 0, 0, 4, 0xd2]);
      return question.readUInt32BE(8) === 0 ? [right] : [input, right];
    };
    const deps = { router: ROUTER, port: service.port };
    const [mapping, external] = [
      await problemOf(natPmpMapper(deps).map(WANTED, 3600)),
      await problemOf(natPmpExternal(deps)),
    ];
    const isError = (opcode: number): boolean =>
      input.length >= 4 && input.length <= 16 && input[0] === 0 && input[1] === opcode && input.readUInt16BE(2) !== 0;
    same(
      "what refuses",
      [mapping instanceof MappingError, external instanceof MappingError],
      [isError(0x82) || isOtherPort(input), isError(0x80)],
    );
    if (!(external instanceof MappingError)) {
      const isTaken = input.length === 12 && input.readUInt32BE(0) === 0x00800000;
      const address = isTaken ? [...input.subarray(8)].join(".") : "9.9.8.2";
      same("the address", external?.address ?? "0.0.0.0", address);
    }
    if (!(mapping instanceof MappingError))
      same("the lifetime", mapping.lifetime, isMapping(input) ? input.readUInt32BE(12) : 1234);
    return `${mapping instanceof MappingError && mapping.problem} ${external instanceof MappingError && external.problem} ${isMapping(input)}`;
  },
};

/** RFC 6886 §3.3: the answer to a request for our port. */
const isMapping = (input: Buffer): boolean =>
  input.length === 16 && input.readUInt32BE(0) === 0x00820000 && input.readUInt16BE(8) === 5222;
const isOtherPort = (input: Buffer): boolean => isMapping(input) && input.readUInt16BE(10) !== 5222;

const SERVICE = (type: string, url: string): string =>
  `<service><serviceType>urn:schemas-upnp-org:service:${type}</serviceType><controlURL>${url}</controlURL></service>`;
const DEVICE = (base: string, ...services: readonly string[]): string =>
  `<root xmlns="urn:schemas-upnp-org:device-1-0">${base}<device><friendlyName>Box</friendlyName><manufacturer>M</manufacturer><deviceList><device><serviceList>${services.join("")}</serviceList></device></deviceList></device></root>`;

export const device: Target = {
  name: "upnp-device",
  seeds: [
    DEVICE("", SERVICE("WANIPConnection:1", "/ctl/IPConn"), SERVICE("WANPPPConnection:1", "ppp")),
    DEVICE("<URLBase>http://192.0.2.1:99/x/</URLBase>", SERVICE("WANIPv6FirewallControl:1", "../fw?a=b")),
    DEVICE(
      "",
      SERVICE("WANIPConnection:2", "http://192.0.2.1:5000/a"),
      SERVICE("WANIPConnection:1", "http://192.0.2.9/a"),
    ),
  ],
  words: [
    "<URLBase>",
    "</URLBase>",
    "<service>",
    "</service>",
    "http://192.0.2.1@192.0.2.9/",
    "//192.0.2.9/",
    "\\\\192.0.2.9\\",
    "https:",
    "http://0xc0000201/",
    "http://192.0.2.1:99999/",
    "javascript:",
    "<controlURL>",
  ],
  check: (input) => {
    const found = unlessRefused([MappingError], () =>
      deviceIn(parseRouterXml(input.toString()), new URL("http://192.0.2.1:80/d/desc.xml"), "192.0.2.1"),
    );
    if (!found) return "refused";
    const services = [...found.connections, ...(found.firewall ? [found.firewall] : [])];
    for (const { control } of services)
      if (control.protocol !== "http:" || control.hostname !== "192.0.2.1" || control.username !== "")
        throw new Wrong("another host is asked", control.href);
    if (found.names.length > 1100) throw new Wrong("names of this length", found.names.length);
    return `${Math.min(found.connections.length, 3)} ${found.firewall !== undefined} ${services[0]?.control.port}`;
  },
};

/** A web server on loopback that answers each connection with these bytes. */
async function openWeb(): Promise<{ url: URL; answer: Buffer }> {
  const service = { url: new URL("http://127.0.0.1/"), answer: Buffer.alloc(0) };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(service.answer));
  });
  await new Promise<void>((resolve) => server.listen(0, ROUTER, resolve));
  server.unref();
  service.url = new URL(`http://${ROUTER}:${(server.address() as { port: number }).port}/control`);
  return service;
}
let web: ReturnType<typeof openWeb> | undefined;

const ENVELOPE = (inner: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`;
const FAULT = `<s:Fault><faultcode>s:Client</faultcode><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>718</errorCode></UPnPError></detail></s:Fault>`;
const RESPONSE = `<u:GetResponse xmlns:u="urn:x"><New>1</New></u:GetResponse>`;
const http = (status: string, body: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

export const soap: Target = {
  name: "upnp-soap",
  share: 0.1,
  seeds: [
    http("200 OK", ENVELOPE(RESPONSE)),
    http("500 Error", ENVELOPE(FAULT)),
    `HTTP/1.1 200 OK\r\n\r\n${ENVELOPE(RESPONSE)}`,
    `HTTP/1.1 500 E\r\nTransfer-Encoding: chunked\r\n\r\n${ENVELOPE(FAULT).length.toString(16)}\r\n${ENVELOPE(FAULT)}\r\n0\r\n\r\n`,
  ],
  words: [
    "\r\n\r\n",
    "HTTP/1.1 200 OK",
    "<errorCode>",
    "</errorCode>",
    "<s:Fault>",
    "</s:Fault>",
    "<!DOCTYPE x>",
    "&x;",
    RESPONSE,
    "Content-Length: 0",
    "718",
    "1e2",
  ],
  check: async (input) => {
    web ??= openWeb();
    const service = await web;
    service.answer = input;
    const answer = await problemOf(callAction({ type: "urn:x", control: service.url }, "Get"));
    if (answer instanceof ActionError) return `error ${answer.problem} ${answer.code > 0}`;
    if (answer instanceof MappingError) return `${answer.problem} ${answer.message.slice(0, 20)}`;
    const isResponse = /(?:^|:)GetResponse$/.test(answer.name);
    if (!isResponse || !/^HTTP\/1\.[01] 200[ \r]/.test(input.toString("latin1"))) throw new Wrong("a response", answer);
    return `response ${answer.children.length > 0}`;
  },
};
