/** Answers of name servers (RFC 1035 §4), over a socket, beside a reader of the same messages that is written here. */
import { createSocket } from "node:dgram";
import { createServer, isIPv4, isIPv6 } from "node:net";
import { openResolver, type RecordType, type RecordValues } from "../../../src/dns/resolver.ts";
import { lookUpTargets, orderBySrv } from "../../../src/dns/srv-lookup.ts";
import type { DnsAnswer } from "../../../src/net/dns-answer.ts";
import { pick, type Random } from "../random.ts";
import { same, type Target, Wrong } from "../target.ts";

const NUMBERS = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, SRV: 33, CAA: 257 } as const;
const TYPES = Object.keys(NUMBERS) as RecordType[];
/** The name that is asked for, as a question has it. */
const NAME = nameOf("_x._tcp.example.com");
const HEAD = 12;

function nameOf(name: string): Buffer {
  const labels = name.split(".").filter((label) => label !== "");
  return Buffer.concat([...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.of(0)]);
}

const u16 = (...numbers: readonly number[]): Buffer => Buffer.from(numbers.flatMap((n) => [n >> 8, n & 255]));
/** The name asked for, as a pointer (§4.1.4). */
const SAME = u16(0xc000 | HEAD);

const record = (type: number, data: Buffer, owner: Buffer = SAME): Buffer =>
  Buffer.concat([owner, u16(type, 1, 0, 60, data.length), data]);

const RECORDS: readonly Buffer[] = [
  record(1, Buffer.of(192, 0, 2, 1)),
  record(28, Buffer.from("20010db8000000000000000000000001", "hex")),
  record(33, Buffer.concat([u16(1, 2, 5269), nameOf("xmpp.example.com")])),
  record(33, Buffer.concat([u16(0, 0, 5269), nameOf("")])),
  record(33, Buffer.concat([u16(0, 0, 0), nameOf("xmpp.example.com")])),
  record(33, Buffer.concat([u16(0, 0, 5269), nameOf("a b.example.com")])),
  record(33, Buffer.concat([u16(9, 0, 5222), Buffer.of(4), Buffer.from("xmpp"), u16(0xc000 | (HEAD + 8))])),
  record(16, Buffer.from("\u0005v=one\u0003two")),
  record(16, Buffer.of(0)),
  record(257, Buffer.from("\0\u0005issueletsencrypt.org")),
  record(257, Buffer.from([128, 5, ...Buffer.from("iodefmailto:a@b")])),
  record(5, nameOf("elsewhere.example.com")),
  record(1, Buffer.of(192, 0, 2, 9), nameOf("elsewhere.example.com")),
  record(2, nameOf("NS.Example.com")),
  record(6, Buffer.concat([nameOf("ns.example.com"), nameOf("a.example.com"), u16(0, 7, 0, 1, 0, 2, 0, 3, 0, 4)])),
  record(46, Buffer.alloc(30)),
  // Pointers to themselves, forwards, and behind the end.
  record(33, Buffer.concat([u16(1, 2, 5269), u16(0xc000 | (HEAD + NAME.length + 4 + 18))])),
  record(5, u16(0xc3ff)),
  record(2, Buffer.concat([Buffer.of(63), Buffer.alloc(20, 0x61)])),
];

/** An input: the type that is asked for, flags, counts of the three sections, and all that follows the question. */
const answerOf = (
  type: number,
  flags: number,
  counts: readonly [number, number, number],
  ...records: readonly Buffer[]
) => Buffer.concat([u16(type, flags, ...counts), ...records]);

const seeds = TYPES.map((type) => {
  const fitting = RECORDS.filter((each) => each.readUInt16BE(2) === NUMBERS[type]).slice(0, 4);
  return answerOf(NUMBERS[type], 0x8400, [fitting.length, 0, 0], ...fitting);
});

function generate(random: Random): Buffer {
  const records = Array.from({ length: random(4) }, () => pick(random, RECORDS));
  const count = random(5) === 0 ? random(300) : records.length;
  const flags = pick(random, [0x8400, 0x8180, 0x8600, 0x8403, 0x8402, 0x8405, 0x0400, 0x8600]);
  return answerOf(NUMBERS[pick(random, TYPES)], flags, [count, random(10) === 0 ? 1 : 0, 0], ...records);
}

/** What the server sends next: the id and the question are those of the query. */
let reply: (query: Buffer) => Buffer = (query) => query;
let opened: Promise<string> | undefined;
/** A name server on one port of UDP and TCP, which was free for both. */
async function openServer(): Promise<string> {
  for (;;) {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    const { port } = socket.address();
    const server = createServer((connection) => {
      connection.on("error", () => {});
      connection.once("data", (query: Buffer) => connection.end(overTcp(reply(query.subarray(2)))));
    });
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) {
      socket.close();
      continue;
    }
    socket.on("error", () => {});
    socket.on("message", (query, from) => {
      socket.send(reply(query), from.port, from.address);
    });
    socket.unref();
    server.unref();
    return `127.0.0.1:${port}`;
  }
}

/** RFC 1035 §4.2.2, without the flag of what was cut off; with all flags that nobody uses (§4.1.1), two bytes of it are missing: such a query takes until its end. */
function overTcp(message: Buffer): Buffer {
  const flags = message.readUInt16BE(2);
  const whole = Buffer.concat([u16(message.length), message.subarray(0, 2), u16(flags & 0xfdff), message.subarray(4)]);
  return (flags & 0x70) === 0x70 ? whole.subarray(0, -2) : whole;
}

export const records: Target = {
  name: "dns-records",
  share: 0.1,
  seeds,
  generate,
  words: [SAME, NAME, u16(0xc000), u16(0xffff), Buffer.alloc(4)].map((bytes) => bytes.toString("latin1")),
  check: async (input) => {
    opened ??= openServer();
    const server = await opened;
    if (input.length < 10) return "too short";
    const type = TYPES.find((each) => NUMBERS[each] === input.readUInt16BE(0)) ?? "A";
    const flags = input.readUInt16BE(2) | 0x8000;
    const rest = input.subarray(10, 4000);
    const message = (query: Buffer): Buffer =>
      Buffer.concat([
        query.subarray(0, 2),
        u16(flags, 1),
        input.subarray(4, 10),
        query.subarray(HEAD, HEAD + NAME.length + 4),
        rest,
      ]);
    let sent: Buffer = Buffer.alloc(0);
    reply = (query) => {
      sent = message(query);
      return sent;
    };
    const answer = await openResolver({ servers: [server], timeoutMs: 250 }).query(type, "_x._tcp.example.com");
    if (answer.state === "found") for (const value of answer.values) requireWellFormed(type, value);
    const read = readMessage(sent, NUMBERS[type]);
    if (answer.state === "found" && read) compare(type, answer, read);
    if (type === "SRV") await useTargets(answer as DnsAnswer<RecordValues["SRV"]>);
    return `${type} ${answer.state} ${answer.state === "unknown" ? answer.reason : ""}`;
  },
};

function requireWellFormed(type: RecordType, value: unknown): void {
  const isGood: Readonly<Record<RecordType, (each: never) => boolean>> = {
    A: (text: string) => isIPv4(text),
    AAAA: (text: string) => isIPv6(text),
    CNAME: isName,
    NS: isName,
    TXT: (text: string) => typeof text === "string" && text.length <= 65_535,
    SRV: ({ priority, weight, port, target }: RecordValues["SRV"]) =>
      [priority, weight, port].every((number) => Number.isInteger(number) && number >= 0 && number < 65_536) &&
      isName(target),
    CAA: ({ critical, tag, value: text }: RecordValues["CAA"]) =>
      typeof critical === "boolean" && tag !== "" && typeof text === "string",
    SOA: ({ primary, serial, negativeTtl }: RecordValues["SOA"]) =>
      isName(primary) &&
      [serial, negativeTtl].every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32),
  };
  if (!isGood[type](value as never)) throw new Wrong(`a record of type ${type}`, JSON.stringify(value));
}

const isName = (name: string): boolean => name !== "" && name.length <= 1024 && name === name.toLowerCase();

/** The targets that follow from an answer: names that can be looked up, and ports. */
async function useTargets(answer: DnsAnswer<RecordValues["SRV"]>): Promise<void> {
  const resolver = { query: async (type: RecordType) => (type === "SRV" ? answer : { state: "absent" }) as never };
  const found = await lookUpTargets("example.com", resolver);
  if (found.state !== "found") return;
  const ordered = orderBySrv(found.targets, () => 0.5);
  same("the targets in order", ordered.length, found.targets.length);
  for (const { target, port } of ordered)
    if (port === 0 || !/^[a-z0-9_.-]{1,253}$/.test(target) || target.includes(".."))
      throw new Wrong("a target", target);
}

/** The data of all records of a type in the section of answers; undefined where the message is not whole. */
function readMessage(message: Buffer, wanted: number): readonly Buffer[] | undefined {
  const found: Buffer[] = [];
  let at = HEAD + NAME.length + 4;
  try {
    for (let left = message.readUInt16BE(6); left > 0; left--) {
      while ((message.readUInt8(at) & 0xc0) === 0 && message.readUInt8(at) > 0) at += 1 + message.readUInt8(at);
      at += message.readUInt8(at) === 0 ? 1 : 2;
      const [type, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 8)];
      at += 10 + length;
      if (at > message.length) return undefined;
      if (type === wanted) found.push(message.subarray(at - length, at));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
  return found;
}

/** Types whose data say all by themselves. */
function compare(
  type: RecordType,
  answer: Extract<DnsAnswer<unknown>, { state: "found" }>,
  data: readonly Buffer[],
): void {
  if (type === "A")
    same(
      "addresses",
      [...answer.values].sort(),
      data
        .filter(({ length }) => length === 4)
        .map((each) => [...each].join("."))
        .sort(),
    );
  if (type === "TXT") same("texts", [...answer.values].sort(), data.flatMap(textsIn).sort());
  if (type === "SRV") {
    const numbers = (answer.values as RecordValues["SRV"][])
      .map(({ priority, weight, port }) => [priority, weight, port].join())
      .sort();
    same("numbers of SRV", numbers, data.map((each) => [0, 2, 4].map((from) => each.readUInt16BE(from)).join()).sort());
  }
}

/** §3.3.14. Octets that are no UTF-8 are nobody's. */
function textsIn(data: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < data.length; at += 1 + (data[at] ?? 0))
    texts.push(data.toString("utf8", at + 1, at + 1 + (data[at] ?? 0)));
  return texts;
}
