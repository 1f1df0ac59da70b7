/** What an IP address is that nobody on the Internet could reach. */
import { inLanguages } from "./language.ts";

export const addressMessages = inLanguages("addresses");
