/** RFC 6120, as the client: from an address and a password to a session on another server; no presence is sent. */
import type { Element } from "ltx";
import { type Clock, SECOND } from "../../clock.ts";
import type { Targets } from "../../dns/server-targets.ts";
import type { Jid } from "../../jid/jid.ts";
import type { Logger } from "../../log.ts";
import { NS_CLIENT, NS_SESSION, NS_TLS } from "../../namespaces.ts";
import type { Connection, ConnectionHandler } from "../../net/connection.ts";
import type { DialTarget } from "../../net/dial.ts";
import { DialError } from "../../net/dial-error.ts";
import type { Turns } from "../../net/turns.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { otherFormOf, preparedOf } from "../../store/password-text.ts";
import { TcpFraming } from "../../stream/framing-tcp.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import { featuresOf } from "../../stream/outgoing-features.ts";
import { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { StreamError } from "../../stream-error.ts";
import type { Verdict } from "../../trust/verdict.ts";
import { limitsFor } from "../../xml/limits.ts";
import { authenticate, type Login } from "./sasl.ts";
import { ClientSession } from "./session.ts";
import { SignInError } from "./sign-in-error.ts";

export interface SignInDeps {
  /** The machines that clients of a domain connect to. */
  readonly targets: { readonly find: (domain: string) => Promise<Targets> };
  /** Rejects with DialError. */
  readonly dial: (target: DialTarget, order: DialOrder) => Promise<Connection>;
  /** Whether a certificate chain is valid for a domain. */
  readonly verify: (chain: readonly Uint8Array[], domain: string) => Verdict;
  readonly turns: Pick<Turns, "take">;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface DialOrder {
  readonly domain: string;
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly signal: AbortSignal;
}

const NS_BIND = "urn:ietf:params:xml:ns:xmpp-bind";
/** Bytes of a stanza before the password is accepted, and after. */
const STRANGER = limitsFor(65_536);
const KNOWN = limitsFor(8_000_000);
/** Milliseconds for one machine. */
const SIGN_IN_TIME = 30 * SECOND;
/** Machines that are tried. */
const MAX_TARGETS = 4;

/** Signs in; `account` is a bare JID. Rejects with SignInError. `signal` ends it, and the session too. */
export async function signIn(
  account: Jid,
  password: string,
  deps: SignInDeps,
  signal: AbortSignal,
): Promise<ClientSession> {
  const prepared = preparedOf(password);
  if (prepared === undefined) throw new SignInError("password", "this cannot be a password");
  const login = {
    username: account.local,
    password: prepared,
    scramPassword: otherFormOf(password, prepared) ?? prepared,
  };
  const found = await deps.targets.find(account.domain);
  if (found.state === "absent") throw new SignInError("no-server", "DNS knows no such server");
  if (found.state === "refused") throw new SignInError("no-server", "its DNS records say that it takes no apps");
  if (found.state === "unknown") throw new SignInError("unreachable", `DNS does not answer for it: ${found.reason}`);
  let failure = new SignInError("unreachable", "the attempt was given up");
  for (const target of found.targets.slice(0, MAX_TARGETS)) {
    if (signal.aborted) break;
    try {
      return await signInAt(target, account, login, deps, signal);
    } catch (error) {
      failure = signInErrorOf(error, target);
      // Whoever has refused the password, refuses it at its other machines as well.
      if (failure.problem === "password" || failure.problem === "refused") break;
    }
  }
  throw failure;
}

async function signInAt(
  target: DialTarget,
  account: Jid,
  login: Login,
  deps: SignInDeps,
  signal: AbortSignal,
): Promise<ClientSession> {
  const { domain } = account;
  const { clock, dial, turns, log } = deps;
  const dialing = new AbortController();
  let stream: OutgoingStream | undefined;
  const end = (): void => {
    dialing.abort();
    stream?.fail(new StreamError("connection-timeout", "the other server takes too long"));
  };
  const stopTimer = clock.after(SIGN_IN_TIME, end);
  signal.addEventListener("abort", end);
  try {
    const accept = (connection: Connection): ConnectionHandler => {
      const framing = new TcpFraming(connection, NS_CLIENT, STRANGER, turns);
      stream = new OutgoingStream(framing, { from: undefined, to: domain, log });
      framing.listen(stream);
      return framing;
    };
    await dial(target, { domain, accept, signal: dialing.signal });
    if (!stream) throw new Error("a connection without a stream");
    await authenticate(stream, await secured(stream, domain, deps), login);
    stream.restart();
    stream.framing.authenticated(KNOWN, account.bare);
    return await bound(stream, account, deps, signal);
  } catch (error) {
    stream?.close();
    throw error;
  } finally {
    stopTimer();
    signal.removeEventListener("abort", end);
  }
}

/** TLS, and the certificate (RFC 6120 §13.7.2.1: it names the domain). Resolves with the features under it. */
async function secured(
  stream: OutgoingStream,
  domain: string,
  { verify }: Pick<SignInDeps, "verify">,
): Promise<Element> {
  let features = await featuresOf(stream, await stream.open());
  if (!stream.tls) {
    if (!features.getChild("starttls", NS_TLS))
      throw new SignInError("no-tls", "it offers no TLS, and no password is sent without");
    stream.send(xml("starttls", { xmlns: NS_TLS }));
    if (!(await stream.next()).is("proceed", NS_TLS)) throw new SignInError("no-tls", "it refuses to begin with TLS");
    await stream.secure();
    check();
    features = await featuresOf(stream, await stream.open());
  } else check();
  return features;

  function check(): void {
    const verdict = verify(stream.tls?.peerChain ?? [], domain);
    if (!verdict.trusted) throw new SignInError("certificate", verdict.text);
  }
}

/** RFC 6120 §7; and RFC 3921 §3 where the server still requires a session. */
async function bound(
  stream: OutgoingStream,
  account: Jid,
  { clock }: Pick<SignInDeps, "clock">,
  signal: AbortSignal,
): Promise<ClientSession> {
  const features = await featuresOf(stream, await stream.open());
  const session = new ClientSession(stream, account, { clock, signal });
  try {
    session.jid = (await session.set(xml("bind", { xmlns: NS_BIND })))?.getChildText("jid") ?? undefined;
    const old = features.getChild("session", NS_SESSION);
    if (old && !old.getChild("optional")) await session.set(xml("session", { xmlns: NS_SESSION }));
    return session;
  } catch (error) {
    session.end();
    if (error instanceof StanzaError) throw new SignInError("refused", `it admits no further app: ${error.condition}`);
    throw error;
  }
}

/** Throws any other error on, as a bug. */
function signInErrorOf(error: unknown, { host, port }: DialTarget): SignInError {
  if (error instanceof SignInError) return error;
  if (error instanceof NegotiationError) return new SignInError("unreachable", error.message);
  if (!(error instanceof DialError)) throw error;
  const where = `${host}, port ${port}`;
  if (error.reason === "not-public")
    return new SignInError(
      "unreachable",
      `${where} is of a private network, and this server calls nobody there (federation.private_addresses)`,
    );
  return new SignInError("unreachable", `no connection to ${where}: ${error.step}, ${error.reason}`);
}
