/** What the system refuses that is no file of the home, and what to do about it. */
import { inLanguages, type Language, type Texts } from "./language.ts";

export const systemErrors = inLanguages("systemErrors");

type Listening = Texts["systemErrors"]["listening"];

/** Why a port cannot be had; `place` is its address and option. */
export function listenErrorText(
  { code, place, cause }: { readonly code: string; readonly place: string; readonly cause?: unknown },
  language: Language,
): string {
  const { listening, notListening } = systemErrors[language];
  return isForeseen(code, listening) ? listening[code](place) : notListening(place, String(cause));
}

const isForeseen = (code: string, listening: Listening): code is keyof Listening => Object.hasOwn(listening, code);
