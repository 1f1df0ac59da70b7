/** What is said where an operation was not done. */
import type { OperationError, OperationErrorReason } from "../operation-error.ts";
import { failures as en } from "./en/failures.ts";
import { failures as fr } from "./fr/failures.ts";
import { inLanguages, type Language } from "./language.ts";

const failureMessages = inLanguages(en, fr);

/** A sentence, and what to do about it. */
export const failureText = <Reason extends OperationErrorReason>(
  { reason, details }: OperationError<Reason>,
  language: Language,
): readonly [sentence: string, remedy?: string] => failureMessages[language][reason](details);
