/** What the verbs of circles say. */
import { inLanguages } from "./language.ts";

export const circleMessages = inLanguages("circles");
