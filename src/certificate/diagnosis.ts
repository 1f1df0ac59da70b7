/** From what an authority, the network or a solver says to a reason, its facts and what helps. */

import type { Remedy } from "../messages/certificate-problems.ts";
import { InvalidAuthorizations, NoSupportedChallenge } from "./authorizations.ts";
import { CertificateError } from "./certificate-error.ts";
import { type DiagnosisDeps, remedy } from "./diagnosis-means.ts";
import { authorityName, connectionProblem } from "./directory.ts";
import { diagnoseError } from "./error-diagnosis.ts";
import { AcmeError } from "./problem-document.ts";
import { diagnoseValidation } from "./validation-diagnosis.ts";

/** What went wrong, as a CertificateError; one that is given comes back. */
export async function diagnose(error: unknown, means: DiagnosisDeps): Promise<CertificateError> {
  if (error instanceof CertificateError) return error;
  if (error instanceof InvalidAuthorizations)
    return new CertificateError(await diagnoseValidation(error.authorizations[0], means), error);
  if (error instanceof AcmeError) return new CertificateError(diagnoseError(error, means), error);
  if (error instanceof NoSupportedChallenge) {
    const values = { ca: authorityName(means.authority), name: error.domain, offered: error.offered };
    return new CertificateError({ reason: "no-challenge", values, remedies: WAYS, name: error.domain }, error);
  }
  return new CertificateError(connectionProblem(error, means.authority), error);
}

const WAYS: readonly Remedy[] = [remedy("use-http-01"), remedy("use-dns-01"), remedy("own-for-now")];
