/** RFC 8555 §7.4: from names to a certificate. */
import type { Clock } from "../clock.ts";
import type { AcmeSession } from "./acme-session.ts";
import { completeAuthorizations } from "./authorizations.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import type { Solver } from "./challenges/challenge.ts";
import { isPending, poll } from "./polling.ts";
import { AcmeError, parseProblemDocument } from "./problem-document.ts";
import { newKeyPem } from "./self-issued.ts";

export interface NewOrder {
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
  wanted: NewOrder,
  solver: Solver,
  clock: Clock,
): Promise<CertificateAndKey> {
  const { client } = session;
  const request = {
    identifiers: wanted.names.map((value) => ({ type: "dns", value })),
    ...(wanted.profile === undefined ? {} : { profile: wanted.profile }),
    ...(wanted.replaces === undefined ? {} : { replaces: wanted.replaces }),
  };
  const order = await client.createOrder(request).catch((error: unknown) => {
    // RFC 9773 §5: somebody has replaced it already; the order is right without the hint.
    const isReplaced = error instanceof AcmeError && error.document.type === "alreadyReplaced";
    if (!isReplaced) throw error;
    const { replaces: _, ...others } = request as typeof request & { replaces?: string };
    return client.createOrder(others);
  });
  await completeAuthorizations(session, order, solver, clock);
  const ready = await poll(session, clock, () => client.getOrder(order), isPending("pending"));
  const keyPem = newKeyPem();
  if (ready.status === "ready") await client.finalizeOrder(order, await session.createCsr(wanted.names, keyPem));
  const done = await poll(session, clock, () => client.getOrder(order), isPending("ready", "processing"));
  if (done.status !== "valid") throw new AcmeError(403, parseProblemDocument(done.error), undefined);
  return { chainPem: await client.getCertificate(done), keyPem };
}
