/** What `jabber-home doctor` says of what it has seen. */
import { inLanguages } from "./language.ts";

export const doctorMessages = inLanguages("doctor");
