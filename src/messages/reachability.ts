/** Whether the world reaches the server: what the command line, the wizard and a page for phones say. */
import { reachability as en } from "./en/reachability.ts";
import { reachability as fr } from "./fr/reachability.ts";
import { inLanguages } from "./language.ts";

export const reachabilityMessages = inLanguages(en, fr);
