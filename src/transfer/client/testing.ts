/** For tests: another server in memory, which answers what a client sends as a script says. */
import { systemClock } from "../../clock.ts";
import { parseJid } from "../../jid/jid.ts";
import type { Connection, ConnectionHandler, TlsInfo } from "../../net/connection.ts";
import type { SignInDeps } from "./connect.ts";

export const ALICE = parseJid("alice@elsewhere.example");
export const FEATURES = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>";
const HEADER =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='elsewhere.example' id='s' version='1.0'>";

export const featuresWith = (...mechanisms: readonly string[]): string =>
  `${FEATURES}${mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join("")}</mechanisms></stream:features>`;

export const BIND = "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>";
export const SUCCESS = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";

/** What the server answers to a text of the client, undefined for nothing. `headers` counts the streams that were opened. */
export type Script = (sent: string, headers: number) => string | undefined;

export interface ScriptedServer {
  readonly deps: SignInDeps;
  /** All that the client has sent. */
  readonly sent: string[];
  /** Cuts the connection. */
  cut(): void;
}

const TLS: TlsInfo = {
  version: "TLSv1.3",
  serverName: undefined,
  alpn: undefined,
  exporter: () => new Uint8Array(32),
  endPoint: undefined,
  peerChain: [],
};

const idIn = (sent: string): string => /<iq[^>]* id="([^"]+)"/.exec(sent)?.[1] ?? "";

/** The answers to an iq: a result with `payload`, or an error with a condition of RFC 6120 §8.3.3. */
export const resultOf = (sent: string, payload: string): string =>
  `<iq type='result' id='${idIn(sent)}'>${payload}</iq>`;
export const errorOf = (sent: string, condition: string): string =>
  `<iq type='error' id='${idIn(sent)}'><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;

/** A connection that is under TLS from the beginning, unless `tls` is "starttls". */
export function scriptedServer(
  script: Script,
  { tls = "direct", isTrusted = true }: { readonly tls?: "direct" | "starttls"; readonly isTrusted?: boolean } = {},
): ScriptedServer {
  const sent: string[] = [];
  let headers = 0;
  let handler: ConnectionHandler | undefined;
  let isOver = false;
  const closed = (): void => {
    if (isOver) return;
    isOver = true;
    queueMicrotask(() => handler?.closed());
  };
  const connection: Connection = {
    ...{ remoteAddress: "192.0.2.1", remotePort: 5222, localPort: 0, unsent: 0 },
    tls: tls === "direct" ? TLS : undefined,
    send: (data) => {
      const text = String(data);
      sent.push(text);
      const isHeader = text.includes("<stream:stream");
      if (isHeader) headers += 1;
      const answer = `${isHeader ? HEADER : ""}${script(text, headers) ?? ""}`;
      if (answer !== "") queueMicrotask(() => isOver || handler?.data(Buffer.from(answer)));
    },
    ...{ flush: () => {}, whenDrained: (callback) => queueMicrotask(callback), startTls: () => {} },
    ...{ authenticated: () => {}, pause: () => {}, resume: () => {}, end: closed, destroy: closed },
  };
  const deps: SignInDeps = {
    targets: { find: async () => ({ state: "found", targets: [{ host: "elsewhere.example", port: 5222, tls }] }) },
    dial: async (_, { accept }) => {
      handler = accept(connection);
      return connection;
    },
    verify: () =>
      isTrusted ? { trusted: true } : { trusted: false, problem: "wrong-name", text: "it is of somebody else" },
    turns: { take: (_, task) => void task(() => false) },
    clock: systemClock,
    log: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
  };
  return { deps, sent, cut: closed };
}
