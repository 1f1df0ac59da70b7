/** What is wrong with a certificate, for people: the fact alone, since what helps depends on whose it is. */

import type { Language } from "../../messages/language.ts";
import type { Problem } from "../../trust/verdict.ts";

const FRENCH: Readonly<Record<Problem, string>> = {
  none: "aucun certificat n'a été montré",
  malformed: "ce qui a été montré n'est pas un certificat",
  "self-signed": "il ne se porte garant que de lui-même",
  untrusted: "aucune autorité reconnue ici ne s'en porte garante",
  expired: "il a expiré",
  "not-yet-valid": "il n'est pas encore valable",
  "wrong-name": "il est fait pour d'autres noms",
  "wrong-purpose": "il n'est pas fait pour un serveur",
  constraint: "une autorité au-dessus de lui ne le permet pas",
  weak: "sa clé ou sa signature est trop faible",
};

/** Of the verdict's text the first sentence; in French a sentence for its kind. */
export function verdictText(problem: string, text: string, language: Language): string {
  if (language === "fr") return Object.hasOwn(FRENCH, problem) ? FRENCH[problem as Problem] : problem;
  const [fact = text] = text.split(/\.(?:\s|$)/);
  return fact;
}
