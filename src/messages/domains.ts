/** `domain rename`: a domain gets another name. */
import { inLanguages } from "./language.ts";

export const domainMessages = inLanguages("domains");
