/** A stream that another server has opened: what it has proven, and what it says then. */
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
import type { Trust, Verdict } from "../../trust/verdict.ts";
import type { DialbackResponder, DialbackStream } from "../dialback/dialback-stream.ts";
import { type DomainPair, DomainPairs } from "../domain-pair.ts";
import type { InboundSource, InboundStanzas } from "../inbound-stanzas.ts";
import type { Policy } from "../policy.ts";
import type { IncomingProof, IncomingReport } from "../report.ts";
import { BidiSender, type BidiSenderDeps } from "./bidi-sender.ts";
import { BidiStart } from "./bidi-start.ts";
import { incomingFeatures } from "./features.ts";
import type { Interruptible } from "./resumable-streams.ts";
import { handleManagement, type ManagementDeps } from "./stream-management.ts";

/** Milliseconds for a peer to end its side after we have ended ours. */
const CLOSE_TIMEOUT = 2000;

/** What all of them are given. */
export interface IncomingStreamDeps {
  readonly settings: Omit<StreamDeps, "features" | "onHeader" | "contentNamespace" | "declarations">;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly inboundStanzas: InboundStanzas;
  readonly dialback: DialbackResponder;
  readonly management: ManagementDeps;
  readonly bidi: BidiSenderDeps;
  /** The stream speaks for another pair. */
  readonly verified: (stream: IncomingStream, pair: DomainPair) => void;
  readonly closed: (stream: IncomingStream, reason: string) => void;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class IncomingStream implements StreamOwner, InboundSource, DialbackStream, Interruptible {
  readonly pairs = new DomainPairs();
  readonly since: number;
  /** When the peer last said something. */
  lastHeard: number;
  readonly #framing: Framing;
  readonly #stream: Stream;
  readonly #deps: IncomingStreamDeps;
  /** Of the certificate, for the domain in the stream's header. */
  #verdict: Verdict | undefined;
  #proof: IncomingProof | undefined;
  #management: StreamManagementState | undefined;
  #way: BidiSender | undefined;
  #opening: BidiStart | undefined;
  #received = 0;
  #isGone = false;
  #hasLeft = (): void => {};

  constructor(framing: Framing, deps: IncomingStreamDeps) {
    this.#framing = framing;
    this.#deps = deps;
    this.since = deps.now();
    this.lastHeard = this.since;
    this.#stream = new Stream(framing, {
      ...deps.settings,
      contentNamespace: NS_SERVER,
      declarations: { "xmlns:db": NS_DIALBACK },
      features: incomingFeatures(this, deps),
      onHeader: () => this.#welcome(),
    });
  }

  /** Takes what the peer says. */
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

  /** XEP-0198; undefined until the peer has enabled it. */
  get management(): StreamManagementState | undefined {
    return this.#management;
  }

  /** XEP-0288; undefined where it goes one way only. */
  get bidi(): BidiSender | undefined {
    return this.#way;
  }

  /** The domain in the header, where the certificate is valid for it; otherwise why it is not. */
  get certificate(): { readonly domain: string | undefined; readonly problem: string | undefined } {
    const isTrusted = this.#verdict?.trusted === true;
    const problem = this.#verdict?.trusted === false ? this.#verdict.text : undefined;
    return { domain: isTrusted ? this.#stream.from : undefined, problem };
  }

  get report(): IncomingReport {
    return {
      remoteAddress: this.remoteAddress,
      tls: this.tls?.version,
      proof: this.#proof,
      pairs: this.pairs.all,
      isBidirectional: this.#way !== undefined,
      since: this.since,
      received: this.#received,
    };
  }

  send(element: Element): void {
    this.#stream.send(element);
  }

  pause(): void {
    this.#framing.pause();
  }

  resume(): void {
    if (!this.hasEnded) this.#framing.resume();
  }

  certified(domain: string): Verdict {
    return this.#deps.trust.verify(this.tls?.peerChain ?? [], domain);
  }

  enableBidi(): void {
    this.#way ??= new BidiSender(this.#stream, this.#deps.bidi);
    const { clock, management } = this.#deps;
    const open = (pair: DomainPair): void => this.#way?.addPair(pair);
    this.#opening ??= new BidiStart({ resumableStreams: management.resumableStreams, clock, start: open });
  }

  /** XEP-0178 §3: the stream is begun anew, by the domain that the certificate is for. */
  authenticated(domain: string): void {
    this.#stream.attach(this);
    // What we have to say waits until the peer has opened the stream again.
    this.#add({ local: this.#stream.domain, remote: domain }, "external");
  }

  verified(pair: DomainPair, proof: "dialback" | "certificate"): void {
    if (this.pairs.size === 0) {
      this.#stream.authenticated(pair.remote);
      this.#stream.attach(this);
    }
    this.#add(pair, proof);
    this.#opening?.peerReady();
  }

  /** Its counters are these from now on, and what we send goes this way, if it does at all. */
  enableManagement(management: StreamManagementState, way?: BidiSender): void {
    this.#management = management;
    if (way) this.#way = way;
    else this.#way?.enableManagement(management);
    if (management.id !== undefined) this.#deps.management.resumableStreams.connected(management.id, this);
  }

  /** The peer knows that it goes on where it was interrupted. */
  resumed(): void {
    if (this.hasEnded) return;
    this.#way?.attach(this.#stream);
    this.#opening?.peerResumed();
  }

  /** Takes what is said before and after the peer is known. Throws StreamError. */
  element(element: Element): void {
    this.lastHeard = this.#deps.now();
    const isManagement = element.getNS() === NS_SM;
    const isDialback = element.getNS() === NS_DIALBACK;
    if (isManagement || isDialback) this.#deps.inboundStanzas.countNonza(element, this);
    // What we send after <enabled/> is counted.
    if (isManagement) handleManagement(element, this, this.#deps.management);
    if (!element.is("resume", NS_SM) && this.pairs.size > 0) this.#opening?.peerStartedAnew();
    if (isManagement) return;
    if (isDialback) this.#deps.dialback.handle(element, this);
    else this.#take(element);
  }

  /** Tells what has arrived once that is on the disk, and ends. Where nothing is counted, all that is under way is read. */
  shutDown(reason: StreamError): Promise<void> {
    const { clock, management } = this.#deps;
    const { afterSync } = management;
    if (!this.#management && this.pairs.size > 0 && !this.hasEnded) {
      const cancel = clock.after(CLOSE_TIMEOUT, () => this.fail(reason));
      const left = new Promise<void>((resolve) => {
        this.#hasLeft = () => afterSync(resolve);
      });
      this.#stream.closeOutput();
      return left.finally(cancel);
    }
    this.pause();
    return new Promise((resolve) =>
      afterSync(() => {
        this.#acknowledge();
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
    const id = this.#management?.id;
    if (id !== undefined) {
      this.#deps.management.store.remove(id);
      this.#deps.management.resumableStreams.ended(id);
    }
    this.#way?.release();
    this.#beGone("closed by the other server");
  }

  lost(reason: string): void {
    if (this.#isGone) return;
    const id = this.#management?.id;
    const [pair] = this.pairs.all;
    if (id !== undefined && pair) {
      this.#deps.management.store.disconnected(id);
      this.#deps.management.resumableStreams.disconnected(id, pair, this.#way);
    } else this.#way?.release();
    this.#beGone(reason);
  }

  #take(stanza: Element): void {
    this.#deps.inboundStanzas.receive(stanza, this);
    this.#received += 1;
    if (!this.#management) return;
    this.#management.countReceived();
    const { id, received } = this.#management;
    if (id !== undefined) this.#deps.management.store.setReceived(id, received);
  }

  #acknowledge(): void {
    if (this.#management) this.send(acknowledgement(this.#management.received));
  }

  #add(pair: DomainPair, proof: IncomingProof): void {
    this.pairs.add(pair);
    this.#proof ??= proof;
    this.#deps.verified(this, pair);
    this.#opening?.add(pair);
  }

  #beGone(reason: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#opening?.stop();
    this.#deps.closed(this, reason);
    this.#hasLeft();
  }

  /** Throws StreamError for a header that nothing good can come of. */
  #welcome(): void {
    const { from } = this.#stream;
    if (this.#stream.is("authenticated")) {
      if (from !== undefined && from !== this.#stream.account)
        throw new StreamError("invalid-from", `this stream is ${this.#stream.account}'s`);
      this.#opening?.peerReady();
      return;
    }
    if (from === undefined) return;
    if (parseJid(from).domain !== from) throw new StreamError("invalid-from", "a server is a domain");
    if (this.#deps.settings.domains.has(from)) throw new StreamError("invalid-from", `${from} is served here`);
    const refusal = this.#deps.policy.refusal(from);
    if (refusal !== undefined) throw new StreamError("policy-violation", refusal);
    if (this.tls) this.#verdict = this.certified(from);
  }
}
