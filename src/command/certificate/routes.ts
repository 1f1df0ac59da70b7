/** The certificate of the running server, for its commands. */

import { CertificateError, type CertificateProblem } from "../../certificate/certificate-error.ts";
import type { SeenTxtRecord, TxtRecordDeps } from "../../certificate/challenges/txt-record.ts";
import type { CertificateStatus, Certificates } from "../../certificate/source.ts";
import { type Clock, MINUTE, systemClock } from "../../clock.ts";
import type { Routes } from "../control/server.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";

/** What a renewal answers: either it is over, or a person has records to set and to say so. */
export type RenewalAnswer =
  | { readonly waiting: readonly SeenTxtRecord[] }
  /** A problem is an answer: its words are in the asker's language. */
  | { readonly waiting?: never; readonly status: CertificateStatus; readonly problem?: CertificateProblem };

export type HandAnswer = "look" | "ask" | "cancel";

/** Whoever was asked and has gone away leaves the renewals to themselves again. */
const ANSWER_TIMEOUT_MS = 30 * MINUTE;

export function certificateRoutes(certificates: Certificates, clock: Clock = systemClock): Routes {
  let talk: Talk | undefined;
  return {
    "GET /certificate": (): CertificateStatus => certificates.status(),
    "POST /certificate/renew": async (body): Promise<RenewalAnswer> => {
      await talk?.abandon();
      talk = openTalk(certificates, fieldOf(body, "byHand") === true, clock);
      return talk.next();
    },
    "POST /certificate/renew/answer": async (body): Promise<RenewalAnswer> => {
      const answer = fieldOf(body, "answer");
      if (answer !== "look" && answer !== "ask" && answer !== "cancel") {
        throw new CommandError(EXIT.usage, 'the request lacks "answer"');
      }
      if (!talk?.hear(answer)) throw new CommandError(EXIT.failed, "nothing waits for an answer", "begin again");
      return talk.next();
    },
  };
}

/** One renewal, and the questions in its course. */
interface Talk {
  next(): Promise<RenewalAnswer>;
  /** False where nothing was asked. */
  hear(answer: HandAnswer): boolean;
  abandon(): Promise<void>;
}

function openTalk(certificates: Certificates, byHand: boolean, clock: Clock): Talk {
  let question = Promise.withResolvers<RenewalAnswer>();
  let reply: ((answer: HandAnswer) => void) | undefined;

  const confirm: TxtRecordDeps["confirm"] = (waiting) =>
    new Promise((resolve) => {
      const stop = clock.after(ANSWER_TIMEOUT_MS, () => hear("cancel"));
      reply = (answer) => {
        stop();
        resolve(answer);
      };
      question.resolve({ waiting });
    });
  const hear = (answer: HandAnswer): boolean => {
    if (reply === undefined) return false;
    question = Promise.withResolvers();
    reply(answer);
    reply = undefined;
    return true;
  };
  const outcome = certificates.renewNow(byHand ? confirm : undefined).then(
    (): RenewalAnswer => ({ status: certificates.status() }),
    (error: unknown): RenewalAnswer => {
      if (error instanceof CertificateError) return { status: certificates.status(), problem: error.problem };
      throw error;
    },
  );
  return {
    next: () => Promise.race([question.promise, outcome]),
    hear,
    abandon: async () => {
      if (hear("cancel")) await outcome;
    },
  };
}

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
