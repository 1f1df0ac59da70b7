/** The service of systemd, in the wizard and in `jabber-home service`. */
import { service as en } from "./en/service.ts";
import { service as fr } from "./fr/service.ts";
import { inLanguages } from "./language.ts";

export const serviceMessages = inLanguages(en, fr);

export type ServiceMessages = typeof en;
