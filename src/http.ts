/** What answers HTTP requests: the routes that modules, pages and streams give to the web server (`web/`). */

/** Where apps in browsers open streams (RFC 7395, XEP-0206). Other servers have the same paths, which some apps try by themselves. */
export const WEBSOCKET_PATH = "/xmpp-websocket";
export const BOSH_PATH = "/http-bind";
/** The page for a phone that looks from outside, before its token. */
export const CHECK_PATH = "/check/";

/** HEAD is answered by GET, OPTIONS by the web server. */
export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

/** One request, of which the web server has checked the length, the Host and the path. */
export interface HttpRequest {
  /** Its method, header fields and body. What its `url` says of host and scheme is the client's word: read `host`. */
  readonly request: Request;
  /** Percent-encoded, as the URL Standard reads it: without the query, dot segments resolved. */
  readonly path: string;
  /** Without "?"; empty for none. */
  readonly query: string;
  /** The name in Host, in lower case, without the port: one of this server's. */
  readonly host: string;
  /** In canonical form: the client's, also where a trusted proxy stands between. */
  readonly remoteAddress: string;
  /** The response may take so many milliseconds; without it, a silent connection is closed after 30 s. */
  readonly allowTime: (milliseconds: number) => void;
  /**
   * The body may be as slow as 1 KiB a second, for as long as a byte comes every minute; otherwise `request.signal` aborts.
   * Without it, a body has to arrive within 30 s.
   */
  readonly allowSlowBody: (bytes: number) => void;
}

export type HttpHandler = (request: HttpRequest) => Response | Promise<Response>;

export interface HttpRoute {
  /** "/account": that path alone; "/upload/", with the slash: all paths below it as well. */
  readonly path: string;
  /** A method that is missing is answered with 405. What a handler throws is logged and answered with 500. */
  readonly methods: Readonly<Partial<Record<HttpMethod, HttpHandler>>>;
  /** Maximal size of a request's body in bytes, whose length has to be declared; by default 0. */
  readonly bodyBytes?: number;
  /** Scripts of pages of other sites may use it, without cookies (the Fetch Standard §3.2, CORS). */
  readonly crossOrigin?: CrossOrigin;
  /** RFC 6455: a GET with Upgrade opens a WebSocket. */
  readonly webSocket?: WebSocketRoute;
}

export interface CrossOrigin {
  /** Request header fields that they may set, beside the simple ones. */
  readonly requestHeaders?: readonly string[];
  /** Response header fields that they may read, beside the simple ones. */
  readonly responseHeaders?: readonly string[];
  /** Only those pages whose origin the option web.origins lists, where it lists any. */
  readonly isRestricted?: boolean;
}

export interface WebSocketRoute {
  /** The sub-protocol, which the client has to offer (RFC 7395 §3.1): "xmpp". */
  readonly protocol: string;
  /** Bytes of a message, over all its fragments; more closes the connection. */
  readonly maxMessageBytes: number;
  /** Bytes in all that a client may send before it is `authenticated`; more cuts the connection. */
  readonly maxStrangerBytes: number;
  readonly accept: (socket: WebSocketConnection) => WebSocketHandler;
}

/** A WebSocket that a client has opened. */
export interface WebSocketConnection {
  readonly remoteAddress: string;
  /** Bytes that were sent and that the kernel has not accepted yet. */
  readonly unsent: number;
  /** Sends a text message. Nothing is dropped: where more than limits.unsent waits, the connection is cut. Ignored once it is closing. */
  send(text: string): void;
  /** Calls back in a later tick, when the kernel has accepted all that was sent; never if the connection closes before. */
  whenDrained(callback: () => void): void;
  /** Stops reading; messages that were read already may still arrive. */
  pause(): void;
  resume(): void;
  /** The peer is authenticated: it no longer counts among the connections of its address. */
  authenticated(): void;
  /** Sends what is left, then a close frame with this code (RFC 6455 §7.4). */
  close(code: number): void;
}

export interface WebSocketHandler {
  message(text: string): void;
  /** A binary message has come (RFC 7395 §3.2 knows none). */
  binary(): void;
  /** Called exactly once and last; never from within a call of the connection's methods. */
  closed(reason: string | undefined): void;
}
