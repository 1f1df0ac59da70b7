/** What the system refuses that is no file of the home, and what to do about it. */
import { systemErrors as en } from "./en/system-errors.ts";
import { systemErrors as fr } from "./fr/system-errors.ts";
import { inLanguages, type Language } from "./language.ts";

export const systemErrors = inLanguages(en, fr);

type Listening = typeof en.listening;

const isForeseen = (code: string): code is keyof Listening => Object.hasOwn(en.listening, code);

/** Why a port cannot be had; `place` is its address and option. */
export function listenErrorText(
  { code, place, cause }: { readonly code: string; readonly place: string; readonly cause?: unknown },
  language: Language,
): string {
  const { listening, notListening } = systemErrors[language];
  return isForeseen(code) ? listening[code](place) : notListening(place, String(cause));
}
