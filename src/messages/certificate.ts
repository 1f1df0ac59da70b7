/** What the verbs of certificates say. */
import type { certificate as en } from "./en/certificate.ts";
import { inLanguages } from "./language.ts";

export const certificateMessages = inLanguages("certificate");

export type CertificateMessages = typeof en;
