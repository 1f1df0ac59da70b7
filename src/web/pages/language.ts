/** In which language a page is shown: as its reader has chosen, else as the browser asks (RFC 9110 §12.5.4). */
import { isLanguage, LANGUAGES, type Language } from "../../messages/language.ts";
import { cookieOf } from "../cookies.ts";

/** Of Accept-Language: browsers send ten at most. */
const MAX_RANGES = 50;

export function languageOf(request: Request): Language {
  const chosen = cookieOf(request, "language");
  return isLanguage(chosen) ? chosen : languageIn(request.headers.get("accept-language") ?? "");
}

/** The language with the highest weight, the first of equals; English where none is spoken here. */
export function languageIn(field: string): Language {
  let best: { language: Language; weight: number } | undefined;
  for (const range of field.split(",", MAX_RANGES)) {
    const [tag = "", ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const language = LANGUAGES.find((each) => tag === each || tag.startsWith(`${each}-`));
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? "en";
}
