/** What helps when another server cannot be reached. */
import type { federationRemedies as en, RemedyValues } from "./en/federation-remedies.ts";
import { inLanguages } from "./language.ts";

export const federationRemedies = inLanguages("federationRemedies");

export type FederationRemedy = keyof typeof en;
export type { RemedyValues };
