/** XEP-0220 §2.2: what is answered to servers that show us keys, and to those that were shown ours. */
import type { Element } from "ltx";
import { parseDomain } from "../../jid/domain.ts";
import type { Logger } from "../../log.ts";
import { errorElement, xml } from "../../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { Policy } from "../policy.ts";
import type { DialbackResponder, DialbackStream } from "./dialback-stream.ts";
import { isDialbackKey } from "./key.ts";
import type { VerifyResult } from "./verification.ts";
import type { VerificationLimiter } from "./verification-limiter.ts";

export interface DialbackDeps {
  /** Every domain that is ours: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly policy: Policy;
  readonly verifications: VerificationLimiter;
  readonly secret: Uint8Array;
  /** How many pairs one stream may carry. */
  readonly maxPairs: number;
  readonly log: Logger;
}

/** A <db:result/> or <db:verify/> that has been read: what `pair.remote` says to `pair.local`. */
interface DialbackRequest {
  readonly name: "result" | "verify";
  readonly pair: DomainPair;
  /** The addresses as they were written, turned round: so they stand in the answer (§2.2.2: "swapped from the request"). */
  readonly back: { readonly from: string; readonly to: string };
  readonly id: string | undefined;
  readonly key: string;
}

export function dialbackResponder(deps: DialbackDeps): DialbackResponder {
  const { domains, policy, verifications, secret, maxPairs, log } = deps;
  /** How much each stream has asked: all of it costs something, and most of it before anything is proven. */
  const asked = new WeakMap<DialbackStream, number>();

  const count = (stream: DialbackStream): void => {
    const before = asked.get(stream) ?? 0;
    asked.set(stream, before + 1);
    if (before >= 2 * maxPairs) throw new StreamError("policy-violation", "too many dialback keys on one stream");
  };

  const answer = (
    stream: DialbackStream,
    { name, back, id }: DialbackRequest,
    type: string,
    ...children: Element[]
  ): void => stream.send(xml(`db:${name}`, { ...back, id, type }, ...children));

  const refuse = (stream: DialbackStream, asked: DialbackRequest, { condition, type, text }: StanzaError): void => {
    log.info({ event: "dialback-refused", ...asked.pair, address: stream.remoteAddress, condition, reason: text });
    answer(stream, asked, "error", errorElement({ condition, type, text }));
  };

  /** Undefined for what is to be looked into; both kinds of question are refused for these reasons. */
  const refusalOf = ({ tls }: DialbackStream, { local, remote }: DomainPair): StanzaError | undefined => {
    if (!domains.has(local)) return error("item-not-found", `${local} is not served here`);
    if (domains.has(remote)) return error("not-acceptable", `${remote} is served here, and by nobody else`);
    if (!tls && !policy.allowsPlaintext(remote)) return error("policy-violation", "STARTTLS comes first");
    const text = policy.refusal(remote);
    return text === undefined ? undefined : error("policy-violation", text);
  };

  const accept = (stream: DialbackStream, asked: DialbackRequest, proof: "dialback" | "certificate"): void => {
    answer(stream, asked, "valid");
    stream.verified(asked.pair, proof);
  };

  /** §2.2.1: the authoritative server has answered. */
  const conclude = (stream: DialbackStream, asked: DialbackRequest, verdict: VerifyResult): void => {
    if (stream.hasEnded) return;
    if (verdict === "valid") return accept(stream, asked, "dialback");
    if (verdict !== "invalid") return refuse(stream, asked, error(verdict.error, "the key could not be verified"));
    log.warn({ event: "dialback-forged", ...asked.pair, address: stream.remoteAddress });
    if (stream.pairs.size > 0) return refuse(stream, asked, error("forbidden", "the key is wrong"));
    answer(stream, asked, "invalid");
    stream.end();
  };

  const askAbout = async (stream: DialbackStream, asked: DialbackRequest): Promise<void> => {
    const question = { from: asked.pair.local, to: asked.pair.remote, streamId: stream.id, key: asked.key };
    conclude(stream, asked, await verifications.verify(question, stream.remoteAddress));
  };

  const result = (stream: DialbackStream, asked: DialbackRequest): void => {
    const refusal = refusalOf(stream, asked.pair);
    if (refusal) return refuse(stream, asked, refusal);
    if (stream.pairs.has(asked.pair)) return answer(stream, asked, "valid");
    if (stream.pairs.size >= maxPairs)
      return refuse(stream, asked, error("resource-constraint", "open another stream for more domains"));
    // XEP-0344 §2.4: a certificate that is valid for the domain says more than a key.
    const { remote } = asked.pair;
    const verdict = stream.certified(remote);
    if (verdict.trusted) return accept(stream, asked, "certificate");
    if (policy.needsCertificate(remote))
      return refuse(
        stream,
        asked,
        error("not-authorized", `${remote} needs a valid certificate here: ${verdict.text}`),
      );
    askAbout(stream, asked);
  };

  /** §2.2.2: somebody was shown a key in the name of a domain of ours. */
  const verify = (stream: DialbackStream, asked: DialbackRequest): void => {
    const refusal = refusalOf(stream, asked.pair);
    if (refusal) return refuse(stream, asked, refusal);
    const { local, remote } = asked.pair;
    const made = { receiving: remote, originating: local, streamId: asked.id ?? "" };
    answer(stream, asked, isDialbackKey(asked.key, secret, made) ? "valid" : "invalid");
  };

  return {
    handle(element, stream) {
      const question = read(element);
      // Who has proven a domain asks about keys as often as that domain may say something; each new key costs more.
      if (question.name === "result" || stream.pairs.size === 0) count(stream);
      if (question.name === "result") result(stream, question);
      else verify(stream, question);
    },
  };
}

/** Throws StreamError. */
function read(element: Element): DialbackRequest {
  const name = element.getName();
  if (name !== "result" && name !== "verify") throw new StreamError("unsupported-stanza-type");
  const { from, to, id, type } = element.attrs;
  // §3.1: an answer that nobody has asked for is how servers were once deceived.
  if (type !== undefined) throw new StreamError("policy-violation", "nobody has asked for this dialback answer");
  const pair = { local: domainIn(to), remote: domainIn(from) };
  if (name === "verify" && !id) throw new StreamError("bad-format", "<db:verify/> needs an id");
  return {
    name,
    pair,
    back: { from: to, to: from },
    id: name === "verify" ? id : undefined,
    key: element.getText().trim(),
  };
}

function domainIn(text: string | undefined): string {
  try {
    if (text) return parseDomain(text);
  } catch (cause) {
    if (!(cause instanceof StanzaError)) throw cause;
  }
  throw new StreamError("improper-addressing", "dialback needs a domain in 'from' and in 'to'");
}

const error = (condition: StanzaErrorCondition, text?: string): StanzaError =>
  new StanzaError(condition, text === undefined ? {} : { text });
