/** What helps when another server cannot be reached. */
import { federationRemedies as en, type RemedyValues } from "./en/federation-remedies.ts";
import { federationRemedies as fr } from "./fr/federation-remedies.ts";
import { inLanguages } from "./language.ts";

export const federationRemedies = inLanguages(en, fr);

export type FederationRemedy = keyof typeof en;
export type { RemedyValues };
