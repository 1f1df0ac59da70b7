/** What is found of another server, or keeps us from it; not in English: there the sentence of the server itself is shown. */
import { inLanguages } from "./language.ts";

export const federationFindings = inLanguages("federationFindings");
