/** RFC 6120 §13.7.2.3: whether an open stream would still be accepted: the policy changes, and certificates expire. */
import { type Clock, HOUR } from "../clock.ts";
import type { TlsInfo } from "../net/connection.ts";
import { StreamError } from "../stream-error.ts";
import type { Trust } from "../trust/verdict.ts";
import type { Policy } from "./policy.ts";

export interface RevalidationDeps {
  readonly policy: Policy;
  readonly trust: Trust;
}

/** The error that ends a stream to or from `remote`; undefined where it goes on. `tls`: undefined in plaintext. */
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
  // What a clock says that is in doubt is said again, or not, an hour later.
  return verdict.trusted || verdict.isTemporary ? undefined : new StreamError("reset", verdict.text);
}

/** Calls back each hour, until the function that is returned is called. */
export function hourly({ after }: Pick<Clock, "after">, callback: () => void): () => void {
  const next = (): (() => void) =>
    after(HOUR, () => {
      cancel = next();
      callback();
    });
  let cancel = next();
  return () => cancel();
}
