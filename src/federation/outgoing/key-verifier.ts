/** XEP-0220 §2.1.2: asks the authoritative server of a domain about a key, over a connection of its own. */
import type { Element } from "ltx";
import type { Clock } from "../../clock.ts";
import { isSameDomain } from "../../jid/domain.ts";
import { NS_DIALBACK } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { unexpected } from "../../stream/outgoing-features.ts";
import { negotiateTls } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import type { KeyVerifier, VerifyRequest, VerifyResult } from "../dialback/verification.ts";
import { ConnectError } from "./connect-error.ts";
import type { Connector } from "./connector.ts";
import { negotiationSettings, type PeerRules } from "./negotiation.ts";

export interface KeyVerifierDeps extends PeerRules {
  readonly connector: Connector;
  /** Milliseconds for an answer. */
  readonly timeout: number;
  readonly clock: Clock;
}

export function keyVerifier(deps: KeyVerifierDeps): KeyVerifier {
  const { policy, connector, clock, timeout: time } = deps;
  return {
    async verify(question) {
      const { from: local, to: remote } = question;
      if (policy.refusal(remote) !== undefined) return { error: "policy-violation" };
      const attempt = new AbortController();
      const stopTimer = clock.after(time, () => attempt.abort());
      try {
        return await connector.attempt({
          pair: { local, remote },
          signal: attempt.signal,
          work: async (stream, told) => {
            // §2.1.2: who we are need not be proven for that.
            await negotiateTls(stream, negotiationSettings(deps, { local, remote }, told));
            const verdict = await answerTo(question, stream);
            stream.close();
            return verdict;
          },
        });
      } catch (error) {
        if (!(error instanceof ConnectError)) throw error;
        return { error: error.condition };
      } finally {
        stopTimer();
      }
    },
  };
}

async function answerTo({ from, to, streamId, key }: VerifyRequest, stream: OutgoingStream): Promise<VerifyResult> {
  stream.send(xml("db:verify", { from, to, id: streamId }, key));
  const answer = await stream.next();
  const { attrs } = answer;
  // §3.1: it answers this question, or none.
  const isBetween = isSameDomain(attrs.from, to) && isSameDomain(attrs.to, from);
  const isAnswer = answer.is("verify", NS_DIALBACK) && isBetween && attrs.id === streamId;
  if (!isAnswer) throw unexpected(stream, answer, "an answer about a key was due");
  return verdictOf(answer);
}

function verdictOf(answer: Element): VerifyResult {
  const { type } = answer.attrs;
  if (type === "valid" || type === "invalid") return type;
  // §2.5: "If an error is encountered in Step 3", this is what the Initiating Server is told.
  return { error: "remote-server-not-found" };
}
