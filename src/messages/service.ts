/** The service of systemd, in the wizard and in `jabber-home service`. */
import type { service as en } from "./en/service.ts";
import { inLanguages } from "./language.ts";

export const serviceMessages = inLanguages("service");

export type ServiceMessages = typeof en;
