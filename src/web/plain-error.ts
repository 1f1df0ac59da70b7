/** Refusals as text, for programs. */
import type { ErrorResponse } from "./site.ts";

const SENTENCES: Readonly<Record<number, string>> = {
  400: "This request cannot be understood.",
  403: "This is not allowed.",
  404: "There is nothing here.",
  405: "This cannot be done here.",
  411: "Say the length of what you send.",
  413: "This is too large.",
  421: "This server has another name.",
  429: "Too many requests at once: try again in a minute.",
  500: "This did not work.",
  503: "The server is going down: try again in a minute.",
};

export const plainError: ErrorResponse = (status, _, id) => {
  const sentence = `${SENTENCES[status] ?? "This did not work."}${id === undefined ? "" : ` (${id})`}\n`;
  return new Response(sentence, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
};
