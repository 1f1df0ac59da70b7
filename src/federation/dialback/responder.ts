/** XEP-0220 §2.2: the answers to <db:result/> (as the receiving server) and to <db:verify/> (as the authoritative server). */
import type { Element } from "ltx";
import { tryParseDomain } from "../../jid/domain.ts";
import type { Logger } from "../../log.ts";
import { errorElement, xml } from "../../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { PeerVerdict } from "../../trust/verdict.ts";
import type { DomainPair, DomainPairs } from "../domain-pair.ts";
import type { Policy } from "../policy.ts";
import { isDialbackKey } from "./key.ts";
import type { VerificationLimiter, VerifyResult } from "./key-verification.ts";

/** A stream of another server, over which it sends and verifies keys. */
export interface DialbackStream {
  /** The id that this server, which received the stream, has given it. */
  readonly id: string;
  readonly remoteAddress: string;
  /** Undefined in plaintext. */
  readonly tls: object | undefined;
  readonly hasEnded: boolean;
  /** What it has been verified for. */
  readonly pairs: DomainPairs;
  /** Whether the certificate of the peer is valid for a domain. */
  verifyCertificate(domain: string): PeerVerdict;
  /** The peer has been told that the stream is valid for the pair. */
  verified(pair: DomainPair, proof: "dialback" | "certificate"): void;
  send(element: Element): void;
  /** Ends the stream in good order. */
  end(): void;
}

export interface DialbackResponder {
  /**
   * Takes a <db:result/> or <db:verify/> that is a request. Throws StreamError for an answer (answers come over streams of
   * our own, to whoever has asked) and for a request without addresses.
   */
  handle(element: Element, stream: DialbackStream): void;
}

export interface DialbackResponderDeps {
  /** Every domain of this server: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly policy: Policy;
  readonly verifications: VerificationLimiter;
  /** XEP-0185: what our keys are derived from. */
  readonly secret: Uint8Array;
  readonly maxPairsPerStream: number;
  readonly log: Logger;
}

/** A <db:result/> or <db:verify/> from `pair.remote` to `pair.local`. */
interface DialbackRequest {
  readonly name: "result" | "verify";
  readonly pair: DomainPair;
  /** The addresses of the answer, as they were written (§2.2.2: "swapped from the request"). */
  readonly swapped: { readonly from: string; readonly to: string };
  readonly id: string | undefined;
  readonly key: string;
}

export function dialbackResponder(deps: DialbackResponderDeps): DialbackResponder {
  const { domains, policy, verifications, secret, maxPairsPerStream, log } = deps;
  /** How many keys each stream has sent or asked about. */
  const keys = new WeakMap<DialbackStream, number>();

  const countKey = (stream: DialbackStream): void => {
    const before = keys.get(stream) ?? 0;
    keys.set(stream, before + 1);
    if (before >= 2 * maxPairsPerStream)
      throw new StreamError("policy-violation", "too many dialback keys on one stream");
  };

  const answer = (
    stream: DialbackStream,
    { name, swapped, id }: DialbackRequest,
    type: string,
    ...children: Element[]
  ): void => stream.send(xml(`db:${name}`, { ...swapped, id, type }, ...children));

  const refuse = (
    stream: DialbackStream,
    request: DialbackRequest,
    condition: StanzaErrorCondition,
    text: string,
  ): void => {
    const { type } = new StanzaError(condition);
    log.info({ event: "dialback-refused", ...request.pair, address: stream.remoteAddress, condition, reason: text });
    answer(stream, request, "error", errorElement({ condition, type, text }));
  };

  /** The condition and the text of the error for a request of either kind with such addresses; undefined where there is none. */
  const refusalOf = (
    { tls }: DialbackStream,
    { local, remote }: DomainPair,
  ): [condition: StanzaErrorCondition, text: string] | undefined => {
    if (!domains.has(local)) return ["item-not-found", `${local} is not served here`];
    if (domains.has(remote)) return ["not-acceptable", `${remote} is served here, and by nobody else`];
    if (!tls && !policy.allowsPlaintext(remote)) return ["policy-violation", "STARTTLS comes first"];
    const text = policy.refusal(remote);
    return text === undefined ? undefined : ["policy-violation", text];
  };

  const accept = (stream: DialbackStream, request: DialbackRequest, proof: "dialback" | "certificate"): void => {
    answer(stream, request, "valid");
    stream.verified(request.pair, proof);
  };

  /** §2.2.1: the authoritative server has answered. */
  const conclude = (stream: DialbackStream, request: DialbackRequest, result: VerifyResult): void => {
    if (stream.hasEnded) return;
    if (result === "valid") return accept(stream, request, "dialback");
    if (result !== "invalid") return refuse(stream, request, result.error, "the key could not be verified");
    log.warn({ event: "dialback-forged", ...request.pair, address: stream.remoteAddress });
    if (stream.pairs.size > 0) return refuse(stream, request, "forbidden", "the key is wrong");
    answer(stream, request, "invalid");
    stream.end();
  };

  const verifyKey = async (stream: DialbackStream, request: DialbackRequest): Promise<void> => {
    const { pair, key } = request;
    const verifyRequest = { from: pair.local, to: pair.remote, streamId: stream.id, key };
    conclude(stream, request, await verifications.verify(verifyRequest, stream.remoteAddress));
  };

  /** §2.2.1: a key is sent. */
  const handleResult = (stream: DialbackStream, request: DialbackRequest): void => {
    const refusal = refusalOf(stream, request.pair);
    if (refusal) return refuse(stream, request, ...refusal);
    if (stream.pairs.has(request.pair)) return answer(stream, request, "valid");
    if (stream.pairs.size >= maxPairsPerStream)
      return refuse(stream, request, "resource-constraint", "open another stream for more domains");
    // XEP-0344 §2.4: a certificate that is valid for the domain proves more than a key.
    const { remote } = request.pair;
    const verdict = stream.verifyCertificate(remote);
    if (verdict.trusted) return accept(stream, request, "certificate");
    // Not an error of dialback, with which everything would go back to its senders there (§2.1.1).
    if (policy.needsCertificate(remote) && verdict.isTemporary) {
      const reason = `the clock here or the certificate is wrong: ${verdict.text}`;
      const condition = "internal-server-error";
      log.info({ event: "dialback-refused", ...request.pair, address: stream.remoteAddress, condition, reason });
      throw new StreamError(condition, reason);
    }
    if (policy.needsCertificate(remote))
      return refuse(stream, request, "not-authorized", `${remote} needs a valid certificate here: ${verdict.text}`);
    verifyKey(stream, request);
  };

  /** §2.2.2: another server was sent a key in the name of a domain of ours. */
  const handleVerify = (stream: DialbackStream, request: DialbackRequest): void => {
    const refusal = refusalOf(stream, request.pair);
    if (refusal) return refuse(stream, request, ...refusal);
    const { local, remote } = request.pair;
    const inputs = { receiving: remote, originating: local, streamId: request.id ?? "" };
    answer(stream, request, isDialbackKey(request.key, secret, inputs) ? "valid" : "invalid");
  };

  return {
    handle(element, stream) {
      const request = read(element);
      // Verify requests of a domain that is verified are bounded by its rate; each new key costs more.
      if (request.name === "result" || stream.pairs.size === 0) countKey(stream);
      if (request.name === "result") handleResult(stream, request);
      else handleVerify(stream, request);
    },
  };
}

/** Throws StreamError. */
function read(element: Element): DialbackRequest {
  const name = element.getName();
  if (name !== "result" && name !== "verify") throw new StreamError("unsupported-stanza-type");
  const { from, to, id, type } = element.attrs;
  // §3.1: an unsolicited answer is an attack.
  if (type !== undefined) throw new StreamError("policy-violation", "nobody has asked for this dialback answer");
  const pair = { local: domainIn(to), remote: domainIn(from) };
  if (name === "verify" && !id) throw new StreamError("bad-format", "<db:verify/> needs an id");
  return {
    name,
    pair,
    swapped: { from: to, to: from },
    id: name === "verify" ? id : undefined,
    key: element.getText().trim(),
  };
}

function domainIn(text: string | undefined): string {
  const domain = text ? tryParseDomain(text) : undefined;
  if (domain === undefined)
    throw new StreamError("improper-addressing", "dialback needs a domain in 'from' and in 'to'");
  return domain;
}
