/** XEP-0220 §2.1.2: asks the authoritative server of a domain about a key, over a connection of its own. */
import type { Element } from "ltx";
import type { Clock } from "../../clock.ts";
import { isSameDomain } from "../../jid/domain.ts";
import { NS_DIALBACK } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { unexpected } from "../../stream/outgoing-features.ts";
import { negotiateTls } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import type { KeyVerifier, VerifyRequest, VerifyResult } from "../dialback/key-verification.ts";
import type { Policy } from "../policy.ts";
import { ConnectError } from "./connect-error.ts";
import type { Connector } from "./connector.ts";

export interface KeyVerifierDeps {
  readonly policy: Policy;
  readonly connector: Connector;
  /** Milliseconds for an answer. */
  readonly timeout: number;
  readonly clock: Clock;
}

export function keyVerifier({ policy, connector, clock, timeout }: KeyVerifierDeps): KeyVerifier {
  return {
    async verify(request) {
      const { from: local, to: remote } = request;
      if (policy.refusal(remote) !== undefined) return { error: "policy-violation" };
      const attempt = new AbortController();
      const stopTimer = clock.after(timeout, () => attempt.abort());
      try {
        return await connector.attempt({
          pair: { local, remote },
          signal: attempt.signal,
          work: async (stream, negotiation) => {
            // §2.1.2: this side need not authenticate for that.
            await negotiateTls(stream, negotiation);
            const result = await verifyOver(stream, request);
            stream.close();
            return result;
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

async function verifyOver(stream: OutgoingStream, { from, to, streamId, key }: VerifyRequest): Promise<VerifyResult> {
  stream.send(xml("db:verify", { from, to, id: streamId }, key));
  const answer = await stream.next();
  const { attrs } = answer;
  // §3.1: an answer to another question, or to none, is an attack.
  const isBetween = isSameDomain(attrs.from, to) && isSameDomain(attrs.to, from);
  const isAnswer = answer.is("verify", NS_DIALBACK) && isBetween && attrs.id === streamId;
  if (!isAnswer) throw unexpected(stream, answer, "an answer about a key was due");
  return resultIn(answer);
}

function resultIn(answer: Element): VerifyResult {
  const { type } = answer.attrs;
  if (type === "valid" || type === "invalid") return type;
  // §2.5: "If an error is encountered in Step 3", this is what the Initiating Server is told.
  return { error: "remote-server-not-found" };
}
