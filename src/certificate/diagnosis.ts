/** From what went wrong (the authority, the network, a solver) to a reason, its facts and what helps. */
import type { Remedy } from "../messages/certificate-sentences.ts";
import { UnexpectedAnswer } from "./acme-answers.ts";
import { authorityName } from "./authority.ts";
import { InvalidAuthorizations, NoSupportedChallenge } from "./authorizations.ts";
import { CertificateError } from "./certificate-error.ts";
import { connectionProblem } from "./directory.ts";
import { type DiagnosisDeps, diagnoseError, remedy } from "./error-diagnosis.ts";
import { AcmeError } from "./problem-document.ts";
import { diagnoseValidation } from "./validation-diagnosis.ts";

/** The error as a CertificateError; one that is given is returned as it is. */
export async function diagnose(error: unknown, deps: DiagnosisDeps): Promise<CertificateError> {
  if (error instanceof CertificateError) return error;
  if (error instanceof InvalidAuthorizations)
    return new CertificateError(await diagnoseValidation(error.authorizations[0], deps), error);
  if (error instanceof AcmeError) return new CertificateError(diagnoseError(error, deps), error);
  if (error instanceof NoSupportedChallenge) {
    const values = { ca: authorityName(deps.authority), name: error.domain, offered: error.offered };
    return new CertificateError({ reason: "no-challenge", values, remedies: OTHER_METHODS, name: error.domain }, error);
  }
  if (error instanceof UnexpectedAnswer) {
    const values = { ca: authorityName(deps.authority), detail: error.message };
    return new CertificateError({ reason: "ca-busy", values, remedies: [remedy("try-later")] }, error);
  }
  return new CertificateError(connectionProblem(error, deps.authority), error);
}

const OTHER_METHODS: readonly Remedy[] = [remedy("use-http-01"), remedy("use-dns-01"), remedy("own-for-now")];
