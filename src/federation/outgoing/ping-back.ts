/** XEP-0199: a ping over a stream without XEP-0288, which the other server can only answer over a stream that it opens to us. */
import type { Element } from "ltx";
import type { Clock } from "../../clock.ts";
import { isResponse, type Stanza } from "../../stanza.ts";
import { negotiate } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { InboundSource } from "../inbound-stanzas.ts";
import type { Policy } from "../policy.ts";
import type { FailureReason, IncomingReport, Step } from "../report.ts";
import { ConnectError } from "./connect-error.ts";
import type { Connector } from "./connector.ts";
import { pingOf } from "./ping-probe.ts";

export type PingBackResult =
  /** The answer has come over this stream of the other server's. */
  | { readonly outcome: "answered"; readonly stream: IncomingReport }
  /** It has come over a stream of ours, which says nothing of the way to us. */
  | { readonly outcome: "own-stream" }
  /** The ping was sent, and no answer has come. */
  | { readonly outcome: "silent" }
  /** The other server could not be sent a ping; `text` is a sentence, `step` the one that failed. */
  | {
      readonly outcome: "not-sent";
      readonly text: string;
      readonly obstacle: FailureReason | undefined;
      readonly step: Step;
    };

/** The stream over which a stanza has come. */
export type AnswerSource = Pick<InboundSource, "report">;

export interface PingBackDeps {
  readonly connector: Connector;
  readonly policy: Pick<Policy, "refusal">;
  readonly clock: Pick<Clock, "after">;
  /** A new unguessable id. */
  readonly id: () => string;
}

export interface PingBack {
  /** Asks `pair.remote` to answer `pair.local`. */
  ask(pair: DomainPair): Promise<PingBackResult>;
  /** Takes the answer: true where it is one. */
  handleAnswer(stanza: Stanza, source: AnswerSource): boolean;
}

/** Milliseconds from the ping to its answer: the other server has to look for us, and to connect. */
const ANSWER_TIME = 30_000;

export function openPingBack({ connector, policy, clock, id: newId }: PingBackDeps): PingBack {
  const pending = new Map<string, { readonly pair: DomainPair; readonly resolve: (result: PingBackResult) => void }>();

  const handleAnswer: PingBack["handleAnswer"] = (stanza, source) => {
    const { name, id, from, to } = stanza;
    const asked = name === "iq" && id !== undefined && isResponse(stanza) ? pending.get(id) : undefined;
    if (asked === undefined || from.local !== "" || from.domain !== asked.pair.remote) return false;
    if (to?.local !== "" || to.domain !== asked.pair.local) return false;
    const { report: stream } = source;
    asked.resolve(stream === undefined ? { outcome: "own-stream" } : { outcome: "answered", stream });
    return true;
  };

  return {
    handleAnswer,
    ask: async (pair) => {
      const refusal = policy.refusal(pair.remote);
      if (refusal !== undefined)
        return { outcome: "not-sent", text: refusal, obstacle: { kind: "policy", detail: refusal }, step: "dns" };
      const id = newId();
      const { promise, resolve } = Promise.withResolvers<PingBackResult>();
      pending.set(id, { pair, resolve });
      let stream: OutgoingStream | undefined;
      let stopTimer = (): void => {};
      let failed: Step = "dns";
      try {
        stream = await connector.attempt({
          pair,
          signal: new AbortController().signal,
          wantsBidi: false,
          onStep: ({ ok, step }) => {
            if (!ok) failed = step;
          },
          work: async (opened, negotiation) => {
            await negotiate(opened, negotiation);
            return opened;
          },
        });
        stream.attach({
          // Nothing was agreed on by which an answer could come this way (XEP-0288).
          element: (element) => {
            if (isAnswer(element, id)) resolve({ outcome: "own-stream" });
          },
          ended: () => {},
          lost: () => {},
        });
        stream.send(pingOf(pair, id).xml);
        stopTimer = clock.after(ANSWER_TIME, () => resolve({ outcome: "silent" }));
        return await promise;
      } catch (error) {
        if (!(error instanceof ConnectError)) throw error;
        return { outcome: "not-sent", text: error.message, obstacle: error.failureReason, step: failed };
      } finally {
        stopTimer();
        pending.delete(id);
        stream?.close();
      }
    },
  };
}

const isAnswer = ({ name, attrs }: Element, id: string): boolean =>
  name === "iq" && attrs.id === id && (attrs.type === "result" || attrs.type === "error");
