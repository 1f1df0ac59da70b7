/** Ce que l'on trouve en cherchant un autre serveur, en français : the same that the server says in English. */

import type { Obstacle, ObstacleKind } from "../../federation/outgoing/obstacle.ts";
import type { StepReport } from "../../federation/outgoing/report.ts";
import { withFrenchSpaces } from "../../messages/fr/spaces.ts";
import { verdictText } from "./verdict-text.ts";

const SENTENCES: Readonly<Record<ObstacleKind, string>> = {
  policy: "notre propre configuration l'exclut",
  "no-such-domain": "le DNS n'en connaît ni service ni adresse",
  "no-service": "ses enregistrements DNS disent qu'il ne communique avec aucun autre serveur",
  dns: "le DNS n'a pas pu être interrogé",
  "no-address": "cette machine n'a pas d'adresse dans le DNS",
  "private-address": "cette adresse est d'un réseau privé, où personne n'est appelé",
  refused: "personne n'y écoute",
  unreachable: "aucun chemin n'y mène",
  unanswered: "pas de réponse à temps",
  closed: "la connexion a été coupée",
  tls: "la négociation TLS a échoué",
  "no-tls": "TLS n'est pas proposé, et rien n'est envoyé en clair",
  certificate: "le certificat n'est pas valable",
  "stream-error": "l'autre serveur a mis fin au flux",
  protocol: "l'autre serveur dit ce qui n'a pas lieu d'être",
  authentication: "aucun moyen n'est proposé pour prouver qui nous sommes",
  "dialback-invalid": "le serveur que le DNS donne pour le nôtre ne reconnaît pas notre clé",
  "dialback-error": "l'autre serveur n'a pas pu vérifier qui nous sommes",
};

/** Ce qui fait obstacle. */
export function obstacleInFrench({ kind, detail }: Obstacle): string {
  if (kind === "certificate" && detail !== undefined)
    return withFrenchSpaces(`le certificat n'est pas valable : ${verdictText(detail, "", "fr")}`);
  if (kind === "authentication" && detail !== undefined) return `notre certificat n'a pas été accepté (${detail})`;
  return detail === undefined || kind === "policy" ? SENTENCES[kind] : `${SENTENCES[kind]} (${detail})`;
}

/** Ce qui a été trouvé, ou ce qui fait obstacle ; en anglais là où le serveur n'en dit pas plus. */
export function stepInFrench({ step, ok, text, facts = [], obstacle }: StepReport): string {
  if (obstacle) return obstacleInFrench(obstacle) + (ok ? ", ce que la configuration accepte" : "");
  const [first, second] = facts;
  if (step === "certificate") return "valable";
  if (first === undefined) return text;
  if (step === "dns") return facts.join(", ");
  if (step === "tcp") return second === undefined ? first : `${first}, port ${second}`;
  if (step === "tls") return first;
  if (step === "features") return `propose ${facts.join(", ")}`;
  return first === "EXTERNAL" ? "notre certificat a été accepté" : "le DNS a fait foi pour nous (dialback)";
}
