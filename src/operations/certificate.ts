/** Operations on the certificate: its status, and its renewal, in the course of which a person may have to set DNS records. */
import { CertificateError, type CertificateProblem } from "../certificate/certificate-error.ts";
import type { SeenTxtRecord, TxtRecordDeps } from "../certificate/challenges/txt-record.ts";
import type { CertificateStatus, Certificates } from "../certificate/source.ts";
import { type Clock, MINUTE, systemClock } from "../clock.ts";
import { OperationError } from "../operation-error.ts";

/** Either the renewal is over, or it waits for a person who has to set records. */
export type RenewalProgress =
  | { readonly waiting: readonly SeenTxtRecord[] }
  | { readonly waiting?: never; readonly status: CertificateStatus; readonly problem?: CertificateProblem };

/** Look whether the records are there; go on without looking; give up. */
export const RENEWAL_ANSWERS = ["look", "ask", "cancel"] as const;
export type RenewalAnswer = (typeof RENEWAL_ANSWERS)[number];

export interface CertificateOperations {
  readonly status: () => CertificateStatus;
  /** Begins a renewal; one that waits for a person is cancelled. `isPersonThere`: records may be shown to be set by hand. */
  readonly renew: (isPersonThere: boolean) => Promise<RenewalProgress>;
  /** Goes on with the renewal that waits. Rejects with OperationError no-renewal-waits. */
  readonly answer: (answer: RenewalAnswer) => Promise<RenewalProgress>;
}

/** How long a renewal waits for a person. */
const ANSWER_TIMEOUT_MS = 30 * MINUTE;

export function certificateOperations(certificates: Certificates, clock: Clock = systemClock): CertificateOperations {
  let renewal: Renewal | undefined;
  return {
    status: () => certificates.status(),
    renew: async (isPersonThere) => {
      await renewal?.abandon();
      renewal = beginRenewal(certificates, isPersonThere, clock);
      return await renewal.next();
    },
    answer: async (answer) => {
      if (!renewal?.answer(answer)) throw new OperationError("no-renewal-waits", {});
      return await renewal.next();
    },
  };
}

interface Renewal {
  /** The next question, or the end. */
  next(): Promise<RenewalProgress>;
  /** False where nothing was asked. */
  answer(answer: RenewalAnswer): boolean;
  abandon(): Promise<void>;
}

function beginRenewal(certificates: Certificates, isPersonThere: boolean, clock: Clock): Renewal {
  let question = Promise.withResolvers<RenewalProgress>();
  let reply: ((answer: RenewalAnswer) => void) | undefined;

  const confirm: TxtRecordDeps["confirm"] = (waiting) =>
    new Promise((resolve) => {
      const stop = clock.after(ANSWER_TIMEOUT_MS, () => answer("cancel"));
      reply = (given) => {
        stop();
        resolve(given);
      };
      question.resolve({ waiting });
    });
  const answer = (given: RenewalAnswer): boolean => {
    if (reply === undefined) return false;
    question = Promise.withResolvers();
    reply(given);
    reply = undefined;
    return true;
  };
  const outcome = certificates.renewNow(isPersonThere ? confirm : undefined).then(
    (): RenewalProgress => ({ status: certificates.status() }),
    (error: unknown): RenewalProgress => {
      if (error instanceof CertificateError) return { status: certificates.status(), problem: error.problem };
      throw error;
    },
  );
  return {
    next: () => Promise.race([question.promise, outcome]),
    answer,
    abandon: async () => {
      if (answer("cancel")) await outcome;
    },
  };
}
