/** What the chat in the browser says around converse.js. */
import { chat as en } from "./en/chat.ts";
import { chat as fr } from "./fr/chat.ts";
import { inLanguages } from "./language.ts";

export const chatMessages = inLanguages(en, fr);
