/** What the wizard says. */
import type { setup as en } from "./en/setup.ts";
import { inLanguages } from "./language.ts";

export const setupMessages = inLanguages("setup");

export type SetupMessages = typeof en;
