/** What is wrong with a server, with its home and its names, and with its machine, and what helps. */
import { inLanguages } from "./language.ts";

export const findingMessages = inLanguages("findings");
export const healthMessages = inLanguages("health");
export const machineMessages = inLanguages("machine");
