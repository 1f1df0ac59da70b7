/** What is found of another server, or keeps us from it; not in English: there the sentence of the server itself is shown. */
import { federationFindings as fr } from "./fr/federation-findings.ts";
import { frenchSpacesIn } from "./fr/spaces.ts";
import type { InLanguages } from "./language.ts";

export const federationFindings: Partial<InLanguages<typeof fr>> = { fr: frenchSpacesIn(fr) };
