/** How the stream of a test client is carried. */
import type { Element } from "ltx";
import type { Wire } from "./wire.ts";

/** RFC 6120, RFC 7395, XEP-0206. */
export const TRANSPORTS = ["tcp", "websocket", "bosh"] as const;

export type TransportName = (typeof TRANSPORTS)[number];

export interface TransportOptions {
  readonly host: string;
  readonly port: number;
  /** The domain in the stream's `to`, and the name asked for by SNI. */
  readonly domain: string;
  /** "direct" is XEP-0368, and HTTPS; "none" leaves STARTTLS to the test. */
  readonly tls: "direct" | "starttls" | "none";
  readonly maxTlsVersion?: "TLSv1.2" | "TLSv1.3";
  /** The stream's `from`. */
  readonly from?: string;
  /** By default TCP. */
  readonly transport?: TransportName;
  /** Of the request that opens a WebSocket, beside the usual ones. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** What a transport tells its client. */
export interface TransportHandler {
  readonly header: (header: Element) => void;
  readonly element: (element: Element) => void;
  /** The stream or the connection has ended. */
  readonly closed: (reason: string) => void;
  /** Whether the client takes received bytes as they are; they are not parsed then. */
  readonly takes: (chunk: Uint8Array) => boolean;
}

/** Made by a function that resolves once it is connected, and secured where `tls` is "direct". */
export interface Transport {
  readonly wire: Wire;
  /** Opens a stream: a header of the server follows. */
  open(): void;
  /** A header of the server follows, of a stream that the test opens itself. */
  expectHeader(): void;
  /** Elements, or what is none. */
  send(xml: string | Uint8Array): void;
  /** Closes the stream, then the connection. */
  end(): void;
  /** Cuts the connection without closing the stream. */
  destroy(): void;
}

/** More than the server ever sends. */
export const RECEIVING_LIMITS = { stanzaBytes: 10_000_000, weight: 100_000_000, depth: 1000, attributes: 1000 };

/** Starts TLS with the name and version of the options. */
export const secure = (wire: Wire, options: TransportOptions, alpn?: string): Promise<void> => {
  const { domain: serverName, maxTlsVersion: maxVersion } = options;
  return wire.startTls({ serverName, ...(alpn ? { alpn } : {}), ...(maxVersion ? { maxVersion } : {}) });
};
