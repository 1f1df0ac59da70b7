/** XEP-0363 in a test: slots, and requests of an app to the web server. */
import { connect } from "node:tls";
import type { Element } from "ltx";
import type { Actor } from "../cast.ts";

export const NS_UPLOAD = "urn:xmpp:http:upload:0";

/** For servers with `listen.https=127.0.0.1:0`. */
export const HTTPS = "listen.https=127.0.0.1:0";

export interface AskedSlot {
  readonly name?: string;
  readonly size: number | string;
  readonly type?: string;
  /** Elements in the request: a purpose. */
  readonly inner?: string;
}

export interface GivenSlot {
  readonly put: string;
  readonly get: string;
}

const escaped = (text: string): string =>
  text
    .replace(/[&<"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[\n\t]/g, (char) => `&#${char.charCodeAt(0)};`);

/** The answer to a request for a slot. */
export const requestsSlot = (
  actor: Actor,
  { name = "photo.jpg", size, type, inner = "" }: AskedSlot,
): Promise<Element> => {
  const contentType = type === undefined ? "" : ` content-type="${escaped(type)}"`;
  const request = `<request xmlns="${NS_UPLOAD}" filename="${escaped(name)}" size="${size}"${contentType}>${inner}</request>`;
  return actor.asks(`<iq type="get" to="${actor.account.split("@")[1]}">${request}</iq>`);
};

/** Throws where none is given. */
export async function slotFor(actor: Actor, asked: AskedSlot): Promise<GivenSlot> {
  const answer = await requestsSlot(actor, asked);
  const slot = answer.getChild("slot", NS_UPLOAD);
  const urlOf = (name: string): string => slot?.getChild(name)?.attrs.url;
  if (!slot) throw new Error(`no slot: ${answer}`);
  return { put: urlOf("put"), get: urlOf("get") };
}

/** A request to a test server, whose certificate is its own. */
export const web = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { redirect: "manual", ...init, tls: { rejectUnauthorized: false } } as RequestInit);

export const puts = (
  url: string,
  content: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<Response> => web(url, { method: "PUT", body: content as RequestInit["body"], headers });

/** Uploads a file, and returns where it can be fetched. Throws unless the server answers 201. */
export async function uploads(
  actor: Actor,
  content: Uint8Array | string,
  asked: Omit<AskedSlot, "size"> = {},
): Promise<string> {
  const { put, get } = await slotFor(actor, { ...asked, size: Buffer.byteLength(content) });
  const response = await puts(put, content, asked.type === undefined ? {} : { "Content-Type": asked.type });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return get;
}

/** A connection whose bytes the test writes itself. */
export interface RawRequest {
  readonly write: (text: string | Uint8Array) => void;
  /** Everything that came until the server closed the connection, or "Connection: close" took effect. */
  readonly answer: Promise<string>;
  /** Drops the connection. */
  readonly cut: () => void;
  /** Says that nothing more comes. */
  readonly end: () => void;
}

export function rawRequest(url: string, text: string): RawRequest {
  const { port } = new URL(url);
  const socket = connect({ host: "127.0.0.1", port: Number(port), rejectUnauthorized: false, servername: "localhost" });
  const parts: Buffer[] = [];
  const answer = new Promise<string>((resolve) => {
    socket.on("data", (chunk: Buffer) => parts.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(parts).toString("latin1")));
  });
  socket.write(text);
  return {
    write: (more) => void socket.write(more),
    answer,
    cut: () => void socket.destroy(),
    end: () => void socket.end(),
  };
}
