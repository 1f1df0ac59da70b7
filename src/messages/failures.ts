/** What is said where an operation was not done. */
import type { OperationError, OperationErrorReason } from "../operation-error.ts";
import { inLanguages, type Language } from "./language.ts";

const failureMessages = inLanguages("failures");

/** A sentence, and what to do about it. */
export const failureText = <Reason extends OperationErrorReason>(
  { reason, details }: OperationError<Reason>,
  language: Language,
): readonly [sentence: string, remedy?: string] => failureMessages[language][reason](details);
