/** What the demo says. */
import { demo as en } from "./en/demo.ts";
import { demo as fr } from "./fr/demo.ts";
import { inLanguages } from "./language.ts";

export const demoMessages = inLanguages(en, fr);
