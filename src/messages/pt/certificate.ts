/** What the verbs of certificates say, in Portuguese. */
import type { certificate as en } from "../en/certificate.ts";

export const certificate: typeof en = {
  for: "para",
  issuer: "emitido por",
  own: "si mesmo",
  until: "até",
  next: "renovação",
  byHand: "a refazer à mão",
  byHandWhen: (from, until) => `a partir de ${from}, antes de ${until}: jabber-home certificate renew`,
  problem: "último problema",
  setRecords: "Crie estes registos onde comprou o domínio:",
  question: "Está feito?",
  answers: { look: "Ver se já lá estão", ask: "Continuar mesmo assim", cancel: "Agora não" },
  mistakes: {
    "domain-twice": (record, only) =>
      `${record} ficou com o domínio duas vezes: o fornecedor acrescenta-o. Escreva só ${only} como nome.`,
    quoted: (record) => `${record} tem aspas no valor: escreva-o sem elas.`,
    split: (record) => `${record} está em dois pedaços: escreva o valor inteiro, entre aspas.`,
  },
  seen: { missing: "ainda não está lá", wrong: "está lá, com outro valor", right: "está lá" },
};
