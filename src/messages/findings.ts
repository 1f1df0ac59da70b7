/** What is wrong with a server, and what helps. */
import { inLanguages } from "./language.ts";

export const findingMessages = inLanguages("findings");
