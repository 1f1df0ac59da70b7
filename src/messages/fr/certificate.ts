/** What the verbs of certificates say, in French. */
import type { certificate as en } from "../en/certificate.ts";

export const certificate: typeof en = {
  for: "pour",
  issuer: "émis par",
  own: "lui-même",
  until: "jusqu'au",
  next: "renouvellement",
  byHand: "à refaire à la main",
  byHandWhen: (from, until) => `à partir du ${from}, avant le ${until} : jabber-home certificate renew`,
  problem: "dernier problème",
  setRecords: "Posez ces enregistrements là où vous avez acheté le domaine :",
  question: "C'est fait ?",
  answers: { look: "Vérifier s'ils sont là", ask: "Continuer quand même", cancel: "Pas maintenant" },
  mistakes: {
    "domain-twice": (record, only) =>
      `${record} a reçu le domaine deux fois : votre fournisseur l'ajoute. N'entrez que ${only} comme nom.`,
    quoted: (record) => `${record} a des guillemets dans sa valeur : entrez-la sans eux.`,
    split: (record) => `${record} est en deux morceaux : entrez sa valeur d'une pièce, entre guillemets.`,
  },
  seen: { missing: "pas encore là", wrong: "là, avec une autre valeur", right: "là" },
};
