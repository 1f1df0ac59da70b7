/** What the tests of this folder and of those above it share: a framing without a connection. */
import type { Element } from "ltx";
import type { LogEvent } from "../log.ts";
import { limitsFor } from "../xml/limits.ts";
import { parseElement } from "../xml/parse-element.ts";
import type { StreamFeature } from "./feature.ts";
import type { Framing } from "./framing.ts";
import { Stream } from "./stream.ts";

export interface TestStream {
  readonly stream: Stream;
  /** What was sent to the peer, and asked of its framing: "open …", an element's XML, "close", "closeConnection", "secure" …. */
  readonly sent: string[];
  readonly errors: LogEvent[];
  /** The peer sends this. */
  receive(text: string): void;
}

const STREAMS = "http://etherx.jabber.org/streams";
const LIMITS = limitsFor(10_000);

export const streamHeader = (attributes = 'to="localhost" version="1.0"'): Element =>
  parseElement(`<stream:stream xmlns="jabber:client" xmlns:stream="${STREAMS}" ${attributes}/>`);

/** A stream that negotiates these features, with TLS if `isSecure`. */
export function openTestStream(
  features: readonly StreamFeature[] = [],
  {
    isSecure = false,
    time = 60_000,
    onAuthenticated = () => {},
  }: { readonly isSecure?: boolean; readonly time?: number; readonly onAuthenticated?: () => void } = {},
): TestStream {
  const sent: string[] = [];
  const errors: LogEvent[] = [];
  const note = (word: string) => (): void => void sent.push(word);
  const framing: Framing = {
    remoteAddress: "127.0.0.1",
    unsent: 0,
    isSecure,
    tls: isSecure ? ({ version: "TLSv1.3" } as Framing["tls"]) : undefined,
    listen: () => {},
    open: ({ from, to, id }) => void sent.push(`open ${from} ${to} ${id}`),
    send: (element) => sent.push(element.toString()),
    whenDrained: (callback) => callback(),
    close: note("close"),
    closeOutput: note("closeOutput"),
    closeConnection: note("closeConnection"),
    restart: note("restart"),
    secure: note("secure"),
    authenticated: note("authenticated"),
    pause: note("pause"),
    resume: note("resume"),
  };
  let ids = 0;
  const stream = new Stream(framing, {
    domains: new Set(["localhost"]),
    contentNamespace: "jabber:client",
    features,
    limits: { stranger: LIMITS, authenticated: LIMITS },
    negotiationTime: time,
    onAuthenticated,
    id: () => `id${++ids}`,
    log: { error: (event) => void errors.push(event), warn: () => {}, info: () => {}, debug: () => {} },
  });
  return { stream, sent, errors, receive: (text) => stream.element(parseElement(text)) };
}
