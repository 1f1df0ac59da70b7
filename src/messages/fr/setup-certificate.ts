/** What the wizard says about the certificate, in French. */
import type { setupCertificate as en } from "../en/setup-certificate.ts";
import { longDate } from "./units.ts";

export const setupCertificate: typeof en = {
  heading: (authority) => `4 sur 5   Certificat   ${authority}`,
  question: "Comment voulez-vous prouver que le domaine est à vous ?",
  tryAgain: (method) => `Réessayer : ${method}`,
  methods: {
    "http-01": () => "Par le port 80 (gratuit, se renouvelle tout seul)",
    "tls-alpn-01": () => "Par le port 443 (gratuit, se renouvelle tout seul)",
    "dns-01": () => "À la main : un nouvel enregistrement DNS tous les deux mois",
    "dns-persist-01": () => "Par un enregistrement DNS posé une fois (se renouvelle tout seul)",
    "hand-on": () => "Par le port 80, que le serveur web relaie (se renouvelle tout seul)",
    redirect: (domain) => `Le serveur web de ${domain} passe le relais à cette machine`,
    subdomain: (domain) => `Un autre domaine pour les adresses, par exemple chat.${domain}`,
    files: () => "J'ai déjà un certificat",
    "self-signed": () => "Continuer avec un certificat maison (avertissements dans les applications)",
  },
  former: (server, file, until) =>
    `Celui de ${server}, jusqu'au ${longDate(until)} (copie de ${file} ; il se renouvelle ensuite tout seul ici)`,
  byDnsApi: "Par des enregistrements DNS écrits par API (se renouvelle tout seul)",
  leadsHere: (domain) => `${domain} mène ici`,
  leadsNowhere: (domain) => `${domain} n'a pas encore d'adresse : un enregistrement DNS peut prouver qu'il est à vous`,
  leadsUnknown: (domain) => `D'ici, on ne peut pas dire si ${domain} mène ici.`,
  leadsElsewhere: (domain, theirs, ours) => [
    `${domain} mène à ${theirs}, cette machine est ${ours || "ailleurs"}.`,
    "C'est sans doute un site web hébergé ailleurs. Le certificat doit quand même porter ce nom ; voici ce qui peut marcher, le meilleur d'abord :",
  ],
  kept: (names, until) => `${names.join(", ")}   jusqu'au ${longDate(until)}, conservé`,
  trying: "essai à blanc avec le service de test",
  tried: "Essai à blanc réussi",
  portReached: (port) => `${port}   atteint de l'extérieur`,
  portNotReached: (port, why) => `${port}   pas vu de l'extérieur : ${why}`,
  slow: "L'autorité vérifie cette machine depuis plusieurs endroits : comptez une minute.",
  obtaining: (domain) => `certificat pour ${domain}`,
  obtainedShown: "Le certificat est là",
  obtained: (names, until) => `${names.join(", ")}   jusqu'au ${longDate(until)}`,
  failed: "Cela n'a pas marché",
  byHand: (until) => [
    `À refaire à la main avant le ${longDate(until)} : jabber-home certificate renew`,
    "L'administrateur recevra un message à temps pour le lui rappeler.",
  ],
  attemptsLeft: (left) =>
    left > 1
      ? `Il reste ${left} essais cette heure-ci.`
      : left === 1
        ? "Il reste un essai cette heure-ci."
        : "Il ne reste aucun essai cette heure-ci.",
  selfSignedShown: "Un certificat maison",
  selfSigned: [
    "Les applications et les autres serveurs s'en méfieront, ou le refuseront.",
    "Relancez setup pour en obtenir un vrai : tout le reste est conservé.",
  ],
  chainFile: "Le certificat et sa chaîne (fichier PEM)",
  keyFile: "Sa clé privée (fichier PEM)",
  noPath: "Le chemin d'un fichier, comme /etc/ssl/exemple.fr.pem",
  filesShown: "Votre certificat",
  usingFiles: (names, until) => `${names.join(", ")}   jusqu'au ${longDate(until)}, relu dès qu'il change`,
  filesQuestion: "L'utiliser quand même ?",
  filesUnusable: "D'autres fichiers, ou un autre moyen ?",
  filesUse: "Oui, tel quel",
  filesAgain: "Vérifier à nouveau, ou indiquer d'autres fichiers",
  handOnShown: (webServer, domain) =>
    `Ajoutez ceci à ce que ${webServer} sert pour ${domain} sur le port 80, puis rechargez-le :`,
  redirectShown: (domain) => `À ajouter à la configuration du serveur web de ${domain} :`,
  redirectThere: (domain) => `Le serveur web de ${domain} passe le relais.`,
  redirectMissing: (domain) => `Le serveur web de ${domain} ne passe pas encore le relais.`,
  otherWay: "Un autre moyen",
  txtShown: "À ajouter là où vous avez acheté le domaine :",
  txtState: (record, state, found) =>
    state === "right"
      ? `${record}   correct`
      : state === "wrong"
        ? `${record}   dit ${found.join(", ")}`
        : `${record}   absent`,
  watchActions: { o: "un autre moyen", enter: "c'est en place, continuer" },
};
