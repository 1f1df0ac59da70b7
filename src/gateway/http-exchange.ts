/** One small HTTP request (RFC 9112) to a router: no redirect, no proxy, no compression, bounded in bytes and time. */
import { Socket } from "node:net";
import { MappingError } from "./report.ts";

export interface HttpAnswer {
  readonly status: number;
  /** The header, as it came. */
  readonly head: string;
  readonly body: string;
}

export interface Via {
  /** With its zone where it is link-local. */
  readonly host: string;
  /** Undefined leaves it to the routes. */
  readonly from?: string;
}

export interface HttpQuestion {
  readonly method: "GET" | "POST";
  /** http:, with an IP address for its host. */
  readonly url: URL;
  /** Where to connect instead of the URL's host, and from which address of this machine; the port is the URL's. */
  readonly via?: Via | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const MAX_HEADER_BYTES = 8192;
export const MAX_BODY_BYTES = 131_072;
const TIMEOUT_MS = 5000;
/** Until what has come is looked at; twice as long each time, so that an answer in drops costs no more than another. */
const FIRST_LOOK_MS = 10;

/** Rejects with MappingError: "no-answer", or "wrong-answer" for what is no HTTP or too much of it. */
export function exchange({ method, url, via, headers = {}, body = "" }: HttpQuestion): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const socket = new Socket();
  const chunks: Buffer[] = [];
  let size = 0;
  let look: NodeJS.Timeout | undefined;
  let lookMs = FIRST_LOOK_MS;
  const settle = (act: () => void): void => {
    clearTimeout(timer);
    clearTimeout(look);
    socket.removeAllListeners();
    socket.on("error", () => {});
    socket.destroy();
    act();
  };
  const fail = (error: unknown): void => settle(() => reject(error));
  const timer = setTimeout(() => fail(new MappingError("no-answer", `no answer from ${url.host}`)), TIMEOUT_MS);
  const finish = (isEnd: boolean): void => {
    try {
      const answer = readAnswer(Buffer.concat(chunks), isEnd);
      if (answer) settle(() => resolve(answer));
    } catch (error) {
      fail(error);
    }
  };
  socket.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_HEADER_BYTES + MAX_BODY_BYTES) return fail(wrong("too long"));
    chunks.push(chunk);
    look ??= setTimeout(() => {
      look = undefined;
      lookMs *= 2;
      finish(false);
    }, lookMs);
  });
  socket.once("end", () => finish(true));
  socket.once("error", (error) => fail(new MappingError("no-answer", String(error))));
  const lines = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    "Connection: close",
    "Accept-Encoding: identity",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(method === "POST" ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
  ];
  const { host, from } = via ?? { host: url.hostname.replace(/^\[|\]$/g, "") };
  const target = { host, port: Number(url.port || 80), ...(from === undefined ? {} : { localAddress: from }) };
  socket.connect(target, () => socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`));
  return promise;
}

const wrong = (detail: string): MappingError => new MappingError("wrong-answer", `HTTP: ${detail}`);

/** Undefined where the answer is not complete. `isEnd`: nothing more comes. Throws MappingError. */
export function readAnswer(bytes: Buffer, isEnd: boolean): HttpAnswer | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1 ? bytes.length > MAX_HEADER_BYTES : end > MAX_HEADER_BYTES) throw wrong("header too long");
  if (end === -1) {
    if (isEnd) throw wrong("no header");
    return undefined;
  }
  const head = bytes.subarray(0, end).toString("latin1");
  const [first = "", ...lines] = head.split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1]);
  if (!status) throw wrong("no status line");
  const field = (name: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const rest = bytes.subarray(end + 4);
  if (/^chunked$/i.test(field("transfer-encoding") ?? "")) {
    const body = chunkedBody(rest, isEnd);
    return body === undefined ? undefined : { status, head, body };
  }
  const length = field("content-length");
  if (length !== undefined && !/^\d{1,6}$/.test(length)) throw wrong("Content-Length");
  const expected = Number(length ?? Number.POSITIVE_INFINITY);
  if (length !== undefined && expected > MAX_BODY_BYTES) throw wrong("too long");
  if (rest.length < expected && !isEnd) return undefined;
  if (length !== undefined && rest.length < expected) throw wrong("cut short");
  return { status, head, body: rest.subarray(0, expected).toString() };
}

/** RFC 9112 §7.1. */
function chunkedBody(bytes: Buffer, isEnd: boolean): string | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd === -1) break;
    const size = /^([0-9a-f]{1,5})(?:;.*)?$/i.exec(bytes.subarray(at, lineEnd).toString("latin1"))?.[1];
    if (size === undefined) throw wrong("chunk size");
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(chunks).toString();
    const next = lineEnd + 2 + length;
    if (bytes.length < next + 2) break;
    chunks.push(bytes.subarray(lineEnd + 2, next));
    at = next + 2;
  }
  if (isEnd) throw wrong("cut short");
  return undefined;
}
