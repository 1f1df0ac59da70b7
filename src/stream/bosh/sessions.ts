/** XEP-0124: the BOSH sessions of this server. */
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import type { Clock } from "../../clock.ts";
import type { HttpRequest } from "../../http.ts";
import { tryParseDomain } from "../../jid/domain.ts";
import type { Logger } from "../../log.ts";
import type { ConnectionLimits } from "../../net/connection-limits.ts";
import { type Rate, TokenBucket } from "../../net/rate-limit.ts";
import type { Turns } from "../../net/turns.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import { readBodyAttributes } from "./body-attributes.ts";
import { Carrier } from "./carrier.ts";
import { BoshFraming, maxBodyBytes } from "./framing-bosh.ts";
import { printBody } from "./payloads.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import { BoshRequest } from "./request.ts";
import { agreeOn, type BoshTimes, DEFAULT_CONTENT_TYPE, type SessionTerms } from "./session-terms.ts";
import { TerminalError } from "./terminal-error.ts";

export interface BoshSessionsDeps {
  readonly domains: ReadonlySet<string>;
  readonly times: BoshTimes;
  /** Before the client has authenticated. */
  readonly limits: XmlLimits;
  /** Bytes that may wait for the requests of one session. */
  readonly maxUnsent: number;
  /** Bytes of bodies that are read in one session. */
  readonly rate: Rate;
  /** Of sessions. */
  readonly sessionLimits: ConnectionLimits;
  readonly turns: Pick<Turns, "take">;
  readonly clock: Clock;
  /** A new unguessable id. */
  readonly id: () => string;
  /** Begins a stream. */
  readonly accept: (framing: BoshFraming) => void;
  readonly log: Pick<Logger, "debug">;
}

interface OpenSession {
  readonly framing: BoshFraming;
  readonly terms: SessionTerms;
  readonly received: TokenBucket;
  /** How many large bodies are being received for it, and how many of any size wait until they may be read. */
  bodies: number;
}

/** What is said to the clients of sessions that this server has ended. */
interface Farewell {
  readonly body: string;
  readonly terms: SessionTerms;
  /** Milliseconds of the monotonic clock. */
  readonly until: number;
}

/** Each is a few hundred bytes. */
const MAX_FAREWELLS = 1000;

/** Milliseconds for which a response is late at most. */
const GRACE_MS = 30_000;

export class BoshSessions {
  readonly #deps: BoshSessionsDeps;
  readonly #open = new Map<string, OpenSession>();
  readonly #farewells = new BoundedMap<string, Farewell>(MAX_FAREWELLS);
  #hasStopped = false;

  constructor(deps: BoshSessionsDeps) {
    this.#deps = deps;
  }

  /** How many there are. */
  get size(): number {
    return this.#open.size;
  }

  /** Answers a POST, when its session has something to say or its time is over. Rejects where the client's connection breaks. */
  async answer(http: HttpRequest): Promise<Response> {
    try {
      return await this.#answer(http);
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
      const { condition, message: reason } = error;
      this.#deps.log.debug({ event: "bosh-refused", condition, reason, address: http.remoteAddress });
      return responseOf(printBody({ type: "terminate", condition }), DEFAULT_CONTENT_TYPE);
    }
  }

  /** Ends all sessions, and refuses new ones. Resolves when the web server has the responses. */
  async stop(): Promise<void> {
    this.#hasStopped = true;
    for (const { framing } of [...this.#open.values()]) framing.closeConnection();
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #answer(http: HttpRequest): Promise<Response> {
    const carrier = new Carrier(http.request.signal);
    const { header, body } = await this.#receive(http.request);
    const attributes = readBodyAttributes(header);
    const request = new BoshRequest(attributes, body, carrier, this.#deps.clock.monotonic());
    const { sid } = attributes;
    const session =
      sid === undefined ? this.#create(http.remoteAddress, header, request) : await this.#throttled(sid, body.bytes);
    if (!session) return this.#farewell(sid);
    const { framing, terms } = session;
    http.allowTime(Math.max(terms.wait, terms.inactivity) + GRACE_MS);
    if (sid !== undefined) framing.receive(request);
    return responseOf(await carrier.answered, terms.contentType);
  }

  /** The session of this sid, if there is one, once so many bytes may be read in it. Throws TerminalError. */
  #throttled(sid: string, bytes: number): OpenSession | undefined | Promise<OpenSession | undefined> {
    const session = this.#open.get(sid);
    const wait = session?.received.take(bytes) ?? 0;
    if (!session || wait === 0) return session;
    session.bodies += 1;
    this.#assert(session, countError(session));
    const { promise, resolve } = Promise.withResolvers<OpenSession | undefined>();
    this.#deps.clock.after(wait, () => {
      session.bodies -= 1;
      resolve(this.#open.get(sid));
    });
    return promise;
  }

  /** Throws TerminalError. */
  async #receive(request: Request): Promise<ReceivedBody> {
    let session: OpenSession | undefined;
    try {
      return await receiveBody(request, ({ attrs: { sid } }, bytes) => {
        session = this.#open.get(sid);
        if (session) session.bodies += 1;
        this.#assert(session, this.#lengthError(session, bytes));
      });
    } finally {
      if (session) session.bodies -= 1;
    }
  }

  /** A large body is about to be received for a session; undefined for none. */
  #lengthError(session: OpenSession | undefined, bytes: number): TerminalError | undefined {
    const max = session?.framing.maxBodyBytes ?? maxBodyBytes(this.#deps.limits);
    if (bytes > max) return new TerminalError("policy-violation", `more than ${max} bytes`);
    return session && countError(session);
  }

  /** Throws the error, if there is one, which ends the session. */
  #assert(session: OpenSession | undefined, error: TerminalError | undefined): void {
    if (!error) return;
    session?.framing.refuse(error);
    throw error;
  }

  /** Throws TerminalError. */
  #create(remoteAddress: string, header: Element, creation: BoshRequest): OpenSession {
    const { domains, times, sessionLimits, clock, id, accept, log } = this.#deps;
    const { to } = creation.attributes;
    if (this.#hasStopped) throw new TerminalError("system-shutdown");
    if (!to) throw new TerminalError("improper-addressing");
    const domain = tryParseDomain(to);
    if (domain === undefined || !domains.has(domain)) throw new TerminalError("host-unknown");
    const terms = agreeOn(header, times);
    if (!sessionLimits.admit(remoteAddress)) throw new TerminalError("policy-violation", "too many sessions");
    let isPending = true;
    const authenticated = (): void => {
      if (isPending) sessionLimits.noLongerPending(remoteAddress);
      isPending = false;
    };
    const sid = id();
    const ended = (farewell: string | undefined): void => {
      authenticated();
      sessionLimits.closed();
      this.#open.delete(sid);
      const until = clock.monotonic() + terms.inactivity;
      if (farewell !== undefined) this.#farewells.set(sid, { body: farewell, terms, until });
    };
    const framing = new BoshFraming(creation, { ...this.#deps, sid, terms, remoteAddress, authenticated, ended });
    const received = new TokenBucket(this.#deps.rate, clock.monotonic);
    const session: OpenSession = { framing, terms, received, bodies: 0 };
    this.#open.set(sid, session);
    log.debug({ event: "bosh-session", address: remoteAddress });
    accept(framing);
    return session;
  }

  /** Throws TerminalError where there never was such a session, or it has ended too long ago. */
  #farewell(sid = ""): Response {
    const farewell = this.#farewells.get(sid);
    if (!farewell || farewell.until < this.#deps.clock.monotonic())
      throw new TerminalError("item-not-found", "no such session");
    return responseOf(farewell.body, farewell.terms.contentType);
  }
}

const countError = ({ bodies, terms }: OpenSession): TerminalError | undefined =>
  bodies > terms.requests + 1 ? new TerminalError("policy-violation", "too many requests at once") : undefined;

/**
 * Whatever an account is sent stands in it: a browser that is led to show it runs nothing of it in the name of this site. No
 * cache keeps it.
 */
const responseOf = (body: string, contentType: string): Response =>
  new Response(body, {
    headers: {
      "Content-Type": contentType,
      "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "X-Content-Type-Options": "nosniff",
    },
  });
