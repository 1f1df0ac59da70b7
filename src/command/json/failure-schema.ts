/** What any verb prints with --json where it fails. */
import { object, optional, part, text } from "./schema.ts";

export const FAILURE = part(
  "Failure",
  object({
    error: text("What happened, in the language of the system, or of --lang."),
    remedy: optional(text("What to do about it.")),
  }),
);
