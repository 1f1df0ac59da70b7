/** RFC 8555 §7.4: an order, from its identifiers to the certificate. */
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
  /** RFC 9773 §5: the identifier of the certificate that this one replaces. */
  readonly replaces: string | undefined;
}

const REPLACES_REFUSED: readonly string[] = ["alreadyReplaced", "unauthorized", "malformed"];

/**
 * Obtains a certificate with a new key. Rejects with InvalidAuthorizations, NoSupportedChallenge, AcmeError, what the solver or
 * the network says, and Error after five minutes without an answer.
 */
export async function orderCertificate(
  session: AcmeSession,
  newOrder: NewOrder,
  solver: Solver,
  clock: Clock,
): Promise<CertificateAndKey> {
  const { client } = session;
  const request = {
    identifiers: newOrder.names.map((value) => ({ type: "dns", value })),
    ...(newOrder.profile === undefined ? {} : { profile: newOrder.profile }),
    ...(newOrder.replaces === undefined ? {} : { replaces: newOrder.replaces }),
  };
  const order = await client.createOrder(request).catch((error: unknown) => {
    // RFC 9773 §5: it has been replaced already, or another account has it (it came along from another server): the order
    // is made without the field.
    const isAboutField = newOrder.replaces !== undefined && error instanceof AcmeError;
    if (!isAboutField || !REPLACES_REFUSED.includes(error.document.type)) throw error;
    const { replaces: _, ...others } = request as typeof request & { replaces?: string };
    return client.createOrder(others);
  });
  await completeAuthorizations(session, order, solver, clock);
  const ready = await poll(session, clock, () => client.getOrder(order), isPending("pending"));
  const keyPem = newKeyPem();
  if (ready.status === "ready") await client.finalizeOrder(order, await session.createCsr(newOrder.names, keyPem));
  const done = await poll(session, clock, () => client.getOrder(order), isPending("ready", "processing"));
  if (done.status !== "valid") throw new AcmeError(403, parseProblemDocument(done.error), undefined);
  return { chainPem: await client.getCertificate(done), keyPem };
}
