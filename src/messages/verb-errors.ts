/** Why a verb was not run, and what to do about it. */
import type { verbErrors as en, Said } from "./en/verb-errors.ts";
import { inLanguages } from "./language.ts";

export const verbErrors = inLanguages("verbErrors");

export type { Said };
export type VerbErrorReason = keyof typeof en;
export type VerbErrorDetails<Reason extends VerbErrorReason> = Parameters<(typeof en)[Reason]>;
