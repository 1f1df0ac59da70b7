/** Whether the world reaches the server: what the command line, the wizard and a page for phones say. */
import { inLanguages } from "./language.ts";

export const reachabilityMessages = inLanguages("reachability");
