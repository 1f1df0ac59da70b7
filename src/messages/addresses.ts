/** What an IP address is that nobody on the Internet could reach. */
import { addresses as en } from "./en/addresses.ts";
import { addresses as fr } from "./fr/addresses.ts";
import { inLanguages } from "./language.ts";

export const addressMessages = inLanguages(en, fr);
