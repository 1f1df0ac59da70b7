/** What the import from another server says. */
import { inLanguages, type Texts } from "./language.ts";

export const importMessages = inLanguages("imports");

export type ImportMessages = Texts["imports"];
