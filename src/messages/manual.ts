/** The manual pages. */
import type { manual as en } from "./en/manual.ts";
import { inLanguages } from "./language.ts";

export const manualMessages = inLanguages("manual");

export type ManualMessages = typeof en;
