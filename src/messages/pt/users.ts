/** What the verbs of accounts say, in Portuguese. */
import type { users as en } from "../en/users.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} está pronta`,
  allReady: (count) => `${count} contas estão prontas`,
  changed: (jid) => `a palavra-passe de ${jid} mudou`,
  disabled: (jid) =>
    `${jid} já não pode iniciar sessão; os dados ficam (para reativar: jabber-home user enable ${jid})`,
  enabled: (jid) => `${jid} pode iniciar sessão de novo`,
  removed: (jid) => `${jid} já não existe`,
  removeIt: (jid) => `Eliminar ${jid} com o histórico, os contactos e os ficheiros?`,
  irrevocable: "o histórico e os contactos da conta desaparecem também",
  notRemoved: "nada foi eliminado",
  exported: {
    done: (file, size) =>
      `tudo o que é da conta está em ${file} (${size}): contactos, mensagens, e o que as aplicações dela guardam aqui`,
    secret: "serve para adivinhar a palavra-passe: guarde-o onde mais ninguém o leia",
    isThere: (file) => [`${file} já existe`, "escolha outro nome: --to FICHEIRO"],
    cut: () => ["o servidor parou a meio, ou eliminou a conta", "tente de novo"],
  },
  since: (date) => `desde ${date}`,
  administrator: "administrador",
  off: "desativada",
  here: "em linha",
  seen: (date) => `última visita em ${date}`,
  never: "nunca iniciou sessão",
  nobody: "ainda ninguém: jabber-home user add JID",
  password: (jid) => `Palavra-passe para ${jid}`,
  again: "Mais uma vez",
  needed: "Uma palavra-passe, por favor.",
  shortPassword: (length) => `Pelo menos ${length} caracteres.`,
  badPassword: "Letras, algarismos, sinais e espaços: nem tabulações nem caracteres invisíveis.",
  input: {
    standard: "a entrada padrão",
    empty: (file) => [`nada em ${file}`, "escreva lá a palavra-passe, numa só linha"],
    emptyList: (file) => [`nada em ${file}`, "escreva em cada linha um endereço, uma tabulação e uma palavra-passe"],
    lines: (file) => [`mais do que uma linha em ${file}`, "deixe lá só a palavra-passe"],
    long: (file, bytes) => [`${file} tem mais de ${bytes} bytes`],
    badLines: (file, lines) => [
      `${file}: não está «JID, tabulação, palavra-passe» na linha ${lines}`,
      "escreva em cada linha um endereço, uma tabulação e uma palavra-passe",
    ],
    otherEncoding: (file, line) => [
      `${file}: a linha ${line} não está em UTF-8, e a palavra-passe seria outra que não a que quer`,
      "grave o ficheiro de novo, com a codificação UTF-8",
    ],
    missing: ["falta --password-file", "indique a palavra-passe num ficheiro, ou - para a entrada padrão"],
  },
  cancelled: "cancelado: nada foi mudado",
  different: "as duas palavras-passe não são iguais: nada foi mudado",
};
