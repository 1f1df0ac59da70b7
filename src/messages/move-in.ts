/** What is said of moving in from another server. */
import { inLanguages } from "./language.ts";

export const moveInMessages = inLanguages("moveIn");
