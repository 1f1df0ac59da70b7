/** What the demo says. */
import { inLanguages } from "./language.ts";

export const demoMessages = inLanguages("demo");
