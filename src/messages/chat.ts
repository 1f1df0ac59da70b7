/** What the chat in the browser says around converse.js. */
import { inLanguages } from "./language.ts";

export const chatMessages = inLanguages("chat");
