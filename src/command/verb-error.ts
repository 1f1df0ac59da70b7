/** Why a verb was not run: data, which become a sentence in the language of the person. */
import type { Language } from "../messages/language.ts";
import { type Said, type VerbErrorDetails, type VerbErrorReason, verbErrors } from "../messages/verb-errors.ts";
import type { ExitCode } from "./exit.ts";

export class VerbError<Reason extends VerbErrorReason = VerbErrorReason> extends Error {
  readonly exitCode: ExitCode;
  readonly reason: Reason;
  readonly details: VerbErrorDetails<Reason>;

  constructor(exitCode: ExitCode, reason: Reason, ...details: VerbErrorDetails<Reason>) {
    super(said(reason, details, "en")[0]);
    this.exitCode = exitCode;
    this.reason = reason;
    this.details = details;
  }
}

/** A sentence, and what to do about it. */
export const verbErrorText = ({ reason, details }: VerbError, language: Language): Said =>
  said(reason, details, language);

function said(reason: VerbErrorReason, details: readonly unknown[], language: Language): Said {
  const say = verbErrors[language][reason] as (...given: readonly unknown[]) => Said;
  return say(...details);
}
