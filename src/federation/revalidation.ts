/** Whether a stream that stands would be let in today: policies change, and certificates expire (RFC 6120 §13.7.2.3). */
import type { Clock } from "../clock.ts";
import type { TlsInfo } from "../net/connection.ts";
import { StreamError } from "../stream-error.ts";
import type { Trust } from "../trust/verdict.ts";
import type { Policy } from "./policy.ts";

export interface RevalidationDeps {
  readonly policy: Policy;
  readonly trust: Trust;
}

/** Milliseconds between looks at what stands. */
const HOUR = 3_600_000;

/** What is to be said against a stream to or from `remote`; undefined where it may go on. */
export function revalidate(
  remote: string,
  tls: Pick<TlsInfo, "peerChain"> | undefined,
  { policy, trust }: RevalidationDeps,
): StreamError | undefined {
  const refusal = policy.refusal(remote);
  if (refusal !== undefined) return new StreamError("policy-violation", refusal);
  if (!tls && !policy.allowsPlaintext(remote)) return new StreamError("policy-violation", "STARTTLS comes first");
  if (!policy.needsCertificate(remote)) return undefined;
  const verdict = trust.verify(tls?.peerChain ?? [], remote);
  return verdict.trusted ? undefined : new StreamError("reset", verdict.text);
}

/** Calls back each hour; what is returned ends that. */
export function hourly({ after }: Pick<Clock, "after">, work: () => void): () => void {
  const next = (): (() => void) =>
    after(HOUR, () => {
      cancel = next();
      work();
    });
  let cancel = next();
  return () => cancel();
}
