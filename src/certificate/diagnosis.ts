/** From what an authority, the network or a solver says to a reason, its facts and what helps. */

import type { Remedy } from "../messages/certificate-problems.ts";
import { AcmeRefusal } from "./acme-problem.ts";
import { type DiagnosisMeans, remedy } from "./diagnosis-means.ts";
import { authorityName, connectionProblem } from "./directory.ts";
import { CertificateError } from "./problems.ts";
import { NoChallenge, UnprovenNames } from "./proof.ts";
import { refused } from "./refusal.ts";
import { unproven } from "./unproven.ts";

/** What went wrong, as a CertificateError; one that is given comes back. */
export async function diagnosed(error: unknown, means: DiagnosisMeans): Promise<CertificateError> {
  if (error instanceof CertificateError) return error;
  if (error instanceof UnprovenNames) return new CertificateError(await unproven(error.failed[0], means), error);
  if (error instanceof AcmeRefusal) return new CertificateError(refused(error, means), error);
  if (error instanceof NoChallenge) {
    const values = { ca: authorityName(means.authority), name: error.domain, offered: error.offered };
    return new CertificateError({ reason: "no-challenge", values, remedies: WAYS, name: error.domain }, error);
  }
  return new CertificateError(connectionProblem(error, means.authority), error);
}

const WAYS: readonly Remedy[] = [remedy("use-http-01"), remedy("use-dns-01"), remedy("own-for-now")];
