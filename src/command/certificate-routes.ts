/** The certificate of the running server, for its commands. */
import type { CertificateError, Problem } from "../certificate/problems.ts";
import type { CertificateStatus, Certificates } from "../certificate/source.ts";
import type { Routes } from "./control-server.ts";

/** What "POST /certificate/renew" answers: a problem is an answer, whose words are in the asker's language. */
export interface RenewalAnswer {
  readonly status: CertificateStatus;
  readonly problem: Problem | undefined;
}

export const certificateRoutes = (certificates: Certificates): Routes => ({
  "GET /certificate": (): CertificateStatus => certificates.status(),
  "POST /certificate/renew": async (): Promise<RenewalAnswer> => {
    const problem = await certificates.renewNow().then(
      () => undefined,
      (error: unknown) => problemOf(error),
    );
    return { status: certificates.status(), problem };
  },
});

function problemOf(error: unknown): Problem {
  if (error instanceof Error && "problem" in error) return (error as CertificateError).problem;
  throw error;
}
