/** A stream that another server has opened: what it is verified for, and what arrives over it. */
import type { Element } from "ltx";
import type { Clock } from "../../clock.ts";
import { parseJid } from "../../jid/jid.ts";
import { NS_DIALBACK, NS_SERVER, NS_SM } from "../../namespaces.ts";
import type { StreamManagementState } from "../../session/stream-management-state.ts";
import type { Framing, FramingListener } from "../../stream/framing.ts";
import type { StreamOwner } from "../../stream/owned-stream.ts";
import { Stream } from "../../stream/stream.ts";
import type { StreamDeps } from "../../stream/stream-deps.ts";
import { acknowledgement } from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import type { PeerVerdict, Trust } from "../../trust/verdict.ts";
import type { DialbackResponder, DialbackStream } from "../dialback/responder.ts";
import { type DomainPair, DomainPairs } from "../domain-pair.ts";
import type { InboundSource, InboundStanzas } from "../inbound-stanzas.ts";
import type { Policy } from "../policy.ts";
import type { IncomingProof, IncomingReport } from "../report.ts";
import { BidiSender, type BidiSenderDeps } from "./bidi-sender.ts";
import { BidiStart } from "./bidi-start.ts";
import { incomingFeatures, type NegotiatingServer } from "./features.ts";
import { handleManagement, type ManagedStream, type ManagementDeps } from "./stream-management.ts";

/** Milliseconds for a peer to close its side after this server has closed its own. */
const CLOSE_TIMEOUT = 2000;

/** The same for all streams. */
export interface IncomingStreamDeps {
  readonly stream: Omit<StreamDeps, "features" | "onHeader" | "contentNamespace" | "declarations">;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly inboundStanzas: InboundStanzas;
  readonly dialback: DialbackResponder;
  readonly management: ManagementDeps;
  readonly bidi: BidiSenderDeps;
  /** The stream is verified for another pair. */
  readonly verified: (stream: IncomingStream, pair: DomainPair) => void;
  readonly ended: (stream: IncomingStream, reason: string) => void;
  readonly clock: Clock;
}

export class IncomingStream implements StreamOwner, InboundSource, DialbackStream, NegotiatingServer, ManagedStream {
  readonly pairs = new DomainPairs();
  readonly since: number;
  /** When the peer last sent something, in milliseconds of the clock that only grows. */
  lastHeard: number;
  readonly #framing: Framing;
  readonly #localPort: number;
  readonly #stream: Stream;
  readonly #deps: IncomingStreamDeps;
  /** On the certificate, for the domain in the stream header. */
  #verdict: PeerVerdict | undefined;
  #proof: IncomingProof | undefined;
  #management: StreamManagementState | undefined;
  #bidi: BidiSender | undefined;
  #bidiStart: BidiStart | undefined;
  #received = 0;
  #isOver = false;
  /** Called back once the stream is over. */
  #onOver = (): void => {};

  /** `localPort`: the port of this machine that the peer has connected to. */
  constructor(framing: Framing, localPort: number, deps: IncomingStreamDeps) {
    this.#framing = framing;
    this.#localPort = localPort;
    this.#deps = deps;
    this.since = deps.clock.now();
    this.lastHeard = deps.clock.monotonic();
    this.#stream = new Stream(framing, {
      ...deps.stream,
      contentNamespace: NS_SERVER,
      declarations: { "xmlns:db": NS_DIALBACK },
      features: incomingFeatures(this, deps.policy),
      onHeader: () => this.#checkHeader(),
    });
  }

  get listener(): FramingListener {
    return this.#stream;
  }

  get id(): string {
    return this.#stream.id;
  }

  get remoteAddress(): string {
    return this.#stream.remoteAddress;
  }

  get tls(): Framing["tls"] {
    return this.#stream.tls;
  }

  get hasEnded(): boolean {
    return this.#stream.hasEnded;
  }

  get management(): StreamManagementState | undefined {
    return this.#management;
  }

  get bidi(): BidiSender | undefined {
    return this.#bidi;
  }

  get certificate(): NegotiatingServer["certificate"] {
    const isTrusted = this.#verdict?.trusted === true;
    const problem = this.#verdict?.trusted === false ? this.#verdict.text : undefined;
    return { domain: isTrusted ? this.#stream.from : undefined, problem };
  }

  get report(): IncomingReport {
    return {
      remoteAddress: this.remoteAddress,
      localPort: this.#localPort,
      tls: this.tls?.version,
      proof: this.#proof,
      pairs: this.pairs.all,
      isBidirectional: this.#bidi !== undefined,
      since: this.since,
      received: this.#received,
    };
  }

  send(element: Element): void {
    this.#stream.send(element);
  }

  pauseReading(): void {
    this.#framing.pause();
  }

  resumeReading(): void {
    if (!this.hasEnded) this.#framing.resume();
  }

  verifyCertificate(domain: string): PeerVerdict {
    return this.#deps.trust.verify(this.tls?.peerChain ?? [], domain);
  }

  enableBidi(): void {
    const { clock, management, bidi } = this.#deps;
    const { resumableStreams } = management;
    this.#bidi ??= new BidiSender(this.#stream, bidi);
    this.#bidiStart ??= new BidiStart({ resumableStreams, clock, start: (pair) => this.#bidi?.addPair(pair) });
  }

  authenticated(domain: string): void {
    this.#stream.attach(this);
    // Nothing is sent before the peer has opened the stream anew.
    this.#addPair({ local: this.#stream.domain, remote: domain }, "external");
  }

  verified(pair: DomainPair, proof: "dialback" | "certificate"): void {
    if (this.pairs.size === 0) {
      this.#stream.authenticated(pair.remote);
      this.#stream.attach(this);
    }
    this.#addPair(pair, proof);
    this.#bidiStart?.peerReady();
  }

  enableManagement(management: StreamManagementState, bidi?: BidiSender): void {
    this.#management = management;
    if (bidi) this.#bidi = bidi;
    else this.#bidi?.enableManagement(management);
  }

  resumed(): void {
    if (this.hasEnded) return;
    this.#bidi?.attach(this.#stream);
    this.#bidiStart?.start();
  }

  /** Takes what the peer sends, before and after it is verified. Throws StreamError. */
  element(element: Element): void {
    const { clock, inboundStanzas, management, dialback } = this.#deps;
    this.lastHeard = clock.monotonic();
    const isManagement = element.getNS() === NS_SM;
    const isDialback = element.getNS() === NS_DIALBACK;
    if (isManagement || isDialback) inboundStanzas.countNonza(element, this);
    // Before anything is sent: what is sent after <enabled/> is counted.
    if (isManagement) handleManagement(element, this, management);
    if (!element.is("resume", NS_SM) && this.pairs.size > 0) this.#bidiStart?.peerStartedAnew();
    if (isManagement) return;
    if (isDialback) dialback.handle(element, this);
    else this.#receive(element);
  }

  /**
   * Ends the stream with this error; resolves once what has arrived is on the disk. With XEP-0198 it is acknowledged then;
   * without, what the peer has sent by now is read first.
   */
  shutDown(reason: StreamError): Promise<void> {
    const { clock, management } = this.#deps;
    const { afterSync } = management;
    if (!this.#management && this.pairs.size > 0 && !this.hasEnded) {
      const stopTimer = clock.after(CLOSE_TIMEOUT, () => this.fail(reason));
      const over = new Promise<void>((resolve) => {
        this.#onOver = () => afterSync(resolve);
      });
      this.#stream.closeOutput();
      return over.finally(stopTimer);
    }
    this.pauseReading();
    return new Promise((resolve) =>
      afterSync(() => {
        if (this.#management) this.send(acknowledgement(this.#management.received));
        this.fail(reason);
        resolve();
      }),
    );
  }

  end(): void {
    if (this.hasEnded) return;
    this.#stream.close();
    this.lost("closed");
  }

  fail(error: StreamError): void {
    this.#stream.fail(error);
  }

  interrupt(): void {
    this.fail(new StreamError("conflict", "resumed from elsewhere"));
  }

  ended(): void {
    const { store, resumableStreams } = this.#deps.management;
    const id = this.#management?.id;
    if (id !== undefined) {
      store.remove(id);
      resumableStreams.ended(id);
    }
    this.#bidi?.release();
    this.#over("closed by the other server");
  }

  lost(reason: string): void {
    if (this.#isOver) return;
    const { store, resumableStreams } = this.#deps.management;
    const id = this.#management?.id;
    const [pair] = this.pairs.all;
    if (id !== undefined && pair) {
      store.disconnected(id);
      resumableStreams.disconnected(id, pair, this.#bidi);
    } else this.#bidi?.release();
    this.#over(reason);
  }

  #receive(stanza: Element): void {
    this.#deps.inboundStanzas.receive(stanza, this);
    this.#received += 1;
    if (!this.#management) return;
    this.#management.countReceived();
    const { id, received } = this.#management;
    if (id !== undefined) this.#deps.management.store.setReceived(id, received);
  }

  #addPair(pair: DomainPair, proof: IncomingProof): void {
    this.pairs.add(pair);
    this.#proof ??= proof;
    this.#deps.verified(this, pair);
    this.#bidiStart?.add(pair);
  }

  #over(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#bidiStart?.stop();
    this.#deps.ended(this, reason);
    this.#onOver();
  }

  /** Throws StreamError for a header that is refused. */
  #checkHeader(): void {
    const { from, account } = this.#stream;
    if (this.#stream.is("authenticated")) {
      if (from !== undefined && from !== account) throw new StreamError("invalid-from", `this stream is ${account}'s`);
      this.#bidiStart?.peerReady();
      return;
    }
    if (from === undefined) return;
    if (parseJid(from).domain !== from) throw new StreamError("invalid-from", "a server is a domain");
    if (this.#deps.stream.domains.has(from)) throw new StreamError("invalid-from", `${from} is served here`);
    const refusal = this.#deps.policy.refusal(from);
    if (refusal !== undefined) throw new StreamError("policy-violation", refusal);
    if (this.tls) this.#verdict = this.verifyCertificate(from);
  }
}
