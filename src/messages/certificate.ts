/** What the verbs of certificates say. */
import { certificate as en } from "./en/certificate.ts";
import { certificate as fr } from "./fr/certificate.ts";
import { inLanguages } from "./language.ts";

export const certificateMessages = inLanguages(en, fr);

export type CertificateMessages = typeof en;
