/** RFC 8555 §7.4: from names to a certificate. */
import type { Clock } from "../clock.ts";
import type { AcmeSession } from "./acme.ts";
import { AcmeRefusal, problemDocumentOf } from "./acme-problem.ts";
import type { Solver } from "./challenges/challenge.ts";
import type { Pair } from "./pair.ts";
import { isPending, settled } from "./patience.ts";
import { proveNames } from "./proof.ts";
import { newKeyPem } from "./self-issued.ts";

export interface Wanted {
  /** A-labels. */
  readonly names: readonly string[];
  /** Undefined for the authority's default. */
  readonly profile: string | undefined;
  /** RFC 9773 §5: the certificate that this one takes the place of. */
  readonly replaces: string | undefined;
}

/**
 * Obtains a certificate with a new key. Rejects with UnprovenNames, NoChallenge, AcmeRefusal, with what the solver or the
 * network says, and with Error after five minutes without an answer.
 */
export async function orderCertificate(
  session: AcmeSession,
  wanted: Wanted,
  solver: Solver,
  clock: Clock,
): Promise<Pair> {
  const { client } = session;
  const request = {
    identifiers: wanted.names.map((value) => ({ type: "dns", value })),
    ...(wanted.profile === undefined ? {} : { profile: wanted.profile }),
    ...(wanted.replaces === undefined ? {} : { replaces: wanted.replaces }),
  };
  const order = await client.createOrder(request).catch((error: unknown) => {
    // RFC 9773 §5: somebody has replaced it already; the order is right without the hint.
    const isReplaced = error instanceof AcmeRefusal && error.document.type === "alreadyReplaced";
    if (!isReplaced) throw error;
    const { replaces: _, ...others } = request as typeof request & { replaces?: string };
    return client.createOrder(others);
  });
  await proveNames(session, order, solver, clock);
  const ready = await settled(session, clock, () => client.getOrder(order), isPending("pending"));
  const keyPem = newKeyPem();
  if (ready.status === "ready") await client.finalizeOrder(order, await session.request(wanted.names, keyPem));
  const done = await settled(session, clock, () => client.getOrder(order), isPending("ready", "processing"));
  if (done.status !== "valid") throw new AcmeRefusal(403, problemDocumentOf(done.error), undefined);
  return { chainPem: await client.getCertificate(done), keyPem };
}
