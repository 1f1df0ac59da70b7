/** What the verbs of circles say. */
import { circles as en } from "./en/circles.ts";
import { circles as fr } from "./fr/circles.ts";
import { inLanguages } from "./language.ts";

export const circleMessages = inLanguages(en, fr);
