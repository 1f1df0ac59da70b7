/** Why there is no certificate, as data: a reason, its facts, and what helps. */
import { reasonText } from "../messages/certificate-problems.ts";
import type { CertificateProblemFacts, Reason } from "../messages/certificate-sentences.ts";
import type { Language } from "../messages/language.ts";

/** As it stands in state.json and in the answers of the control socket. */
export interface CertificateProblem extends CertificateProblemFacts {
  /** Not before this time, in milliseconds since 1970, where that is known. */
  readonly retryAt?: number | undefined;
  /** The domain that it is about, where it is about one. */
  readonly name?: string | undefined;
}

export class CertificateError extends Error {
  readonly problem: CertificateProblem;

  constructor(problem: CertificateProblem, cause?: unknown) {
    super(reasonText(problem.reason, problem.values, "en"), { cause });
    this.name = "CertificateError";
    this.problem = problem;
  }

  get reason(): Reason {
    return this.problem.reason;
  }
}

/** The sentence of a problem, without its remedies. */
export const problemText = ({ reason, values }: CertificateProblem, language: Language): string =>
  reasonText(reason, values, language);
