/** Why a verb was not run, and what to do about it. */
import { verbErrors as en, type Said } from "./en/verb-errors.ts";
import { verbErrors as fr } from "./fr/verb-errors.ts";
import { inLanguages } from "./language.ts";

export const verbErrors = inLanguages(en, fr);

export type { Said };
export type VerbErrorReason = keyof typeof en;
export type VerbErrorDetails<Reason extends VerbErrorReason> = Parameters<(typeof en)[Reason]>;
