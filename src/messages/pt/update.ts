/** `update`, in Portuguese. */
import type { update as en } from "../en/update.ts";
import { longDate, longMoment, sizeText } from "./units.ts";

export const update: typeof en = {
  works: (version) =>
    `a versão ${version} funciona com esta pasta: numa cópia da base de dados, alguém iniciou sessão e chegou uma mensagem`,
  newest: (version) => `esta é a versão ${version}, e não há nenhuma mais recente`,
  available: (version, current, released) =>
    `a versão ${version} de ${longDate(released)} está disponível; esta é a ${current}`,
  announced: (version, current, domain) => `o DNS (${domain}) anuncia a versão ${version}; esta é a ${current}`,
  how: (command) => `Para a instalar: ${command}`,
  question: (version) => `Instalar a versão ${version}? O servidor reinicia, e as aplicações voltam sozinhas.`,
  notAsked: "sem terminal, não há a quem fazer a pergunta",
  notDone: "nada foi mudado",
  downloading: (file, bytes) => `a transferir ${file} (${sizeText(bytes)})`,
  trying: (version) => `a experimentar a versão ${version} numa cópia da base de dados`,
  backing: "a fazer uma cópia de segurança",
  restarting: "a reiniciar o servidor",
  backedUp: (file) => `A cópia de segurança de antes é ${file}.`,
  done: (version) => `a versão ${version} funciona: alguém iniciou sessão, e chegou uma mensagem`,
  atNextStart: (version, command) =>
    `a versão ${version} está instalada; dará provas quando o servidor iniciar: ${command}`,
  undone: (to, from, why) => [
    `a versão ${to} não funcionou aqui: está de novo a funcionar a versão ${from}, com tudo o que havia: ${why}`,
    "envie esta mensagem ao projeto, e espere pela versão seguinte",
  ],
  refused: (version, output) => [
    `a versão ${version} não funciona com esta pasta, e nada foi mudado:\n${output}`,
    "veja o que ela diz; o servidor continua como está",
  ],
  silent: (minutes) => [
    `em ${minutes} minutos, o servidor não disse se a nova versão funciona`,
    "veja o que registou: jabber-home logs",
  ],
  hangs: (minutes) => `não chegou ao fim em ${minutes} minutos`,
  back: (version) => `a versão ${version} está de novo a funcionar`,
  backAtNextStart: (version, command) => `a versão ${version} está de novo no seu lugar; para a iniciar: ${command}`,
  keptNow: (file) => `Tudo o que havia aqui no início dessa cópia está em ${file}.`,
  questionBack: (version) =>
    `Voltar à versão ${version}? Nada se perde. O servidor reinicia, e as aplicações voltam sozinhas.`,
  questionLosing: (version, made) =>
    `Voltar à versão ${version}, e à cópia de segurança de ${longMoment(made)}? O que chegou desde então (mensagens, contas, contactos, alterações) ficará a faltar.`,
  losing: (made) => `o que chegou desde a cópia de segurança de ${longMoment(made)} perde-se aqui`,
  unreadable: (version, output) =>
    `a versão ${version} não consegue trabalhar com a base de dados tal como está agora:\n${output}`,
  noFormer: (file) => [
    `não há aqui nenhuma versão de antes: ${file}`,
    "ponha à mão uma mais antiga no seu lugar: docs/updating.md",
  ],
  noBackupOfBefore: (version, output) => [
    `a versão ${version} não consegue trabalhar com a base de dados tal como está agora, e não há cópia de segurança de antes da atualização:\n${output}`,
    "reponha à mão uma cópia mais antiga: docs/updating.md",
  ],
  backByPackage: (file) => [
    `${file} pertence a um pacote deste sistema`,
    "instale o pacote de antes, e reponha a sua cópia de segurança: docs/updating.md",
  ],
  running: "está a decorrer outra atualização",
  notCompiled: () => [
    "isto não é um executável: o programa funciona a partir do código-fonte",
    "atualize o próprio código-fonte: git pull",
  ],
  otherExecutable: (file) => [`o servidor usa ${file}, e este programa é outro`, `chame aquele: ${file} update`],
  byPackage: {
    dpkg: (file) => [
      `${file} pertence a um pacote deste sistema`,
      "atualize o sistema: sudo apt update && sudo apt upgrade",
    ],
    rpm: (file) => [`${file} pertence a um pacote deste sistema`, "atualize o pacote: sudo dnf upgrade jabber-home"],
    apk: (file) => [`${file} pertence a um pacote deste sistema`, "atualize o pacote: apk upgrade jabber-home"],
    container: () => [
      "o programa funciona num contentor, que se substitui por inteiro",
      "obtenha a nova imagem e refaça o contentor: docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file, command) => [`este utilizador não tem o direito de substituir ${file}`, command],
  noPlace: () => [
    "ninguém disse onde estão as novas versões: o projeto ainda não tem um endereço para elas",
    "indique um: --from https://… ou --from PASTA; ou update.url em config.toml",
  ],
  problems: {
    "no-keys": () => [
      "este programa foi construído sem nenhuma chave de publicação, e por isso não pode confiar em nenhuma versão",
      "use um programa publicado, ou substitua este à mão",
    ],
    "not-signed": () => [
      "o que está publicado não foi assinado pelas chaves que este programa conhece",
      "não o instale; se as chaves mudaram desde esta versão, obtenha a nova onde obteve esta",
    ],
    malformed: (why) => [`a assinatura é boa, mas o manifesto está errado: ${why}`, "avise o projeto"],
    format: () => [
      "a nova versão está descrita de uma forma que esta ainda não conhece",
      "instale primeiro uma versão intermédia",
    ],
    expired: (expires) => [
      `o que lá está publicado valia até ${longMoment(expires)}: talvez alguém retenha versões mais recentes`,
      "verifique se o relógio desta máquina está certo; se estiver, tente mais tarde, ou veja a página do projeto",
    ],
    future: (released, now) => [
      `esta versão é de ${longMoment(released)}, e aqui são ${longMoment(now)}`,
      "acerte o relógio desta máquina",
    ],
    downgrade: (version, current) => [
      `o que lá está publicado é a versão ${version}, mais antiga do que esta, a ${current}`,
      "uma versão mais antiga nunca é instalada sozinha",
    ],
    "no-target": (target, version) => [
      `a versão ${version} não foi feita para ${target}`,
      "espere que o seja, ou construa-a: npm run build",
    ],
    "no-place": (given) => [
      `não há nada publicado em ${given}`,
      "indique uma pasta, ou um endereço que comece por https://",
    ],
    unreachable: (where, why) => [`${where}: ${why}`, "esta máquina está ligada à Internet? Tente de novo mais tarde"],
    answer: (where, status) => [
      `${where} responde com o código ${status}`,
      "verifique o endereço, ou tente de novo mais tarde",
    ],
    cut: (file, bytes, of) => [
      `a ligação perdeu-se: chegaram ${sizeText(bytes)} de ${sizeText(of)} de ${file}`,
      "repita o comando: continua a partir daí",
    ],
    "no-room": (path, needed, free) => [
      `são precisos ${sizeText(needed)} em ${path}, e estão livres ${sizeText(free)}`,
      "liberte lá espaço, e repita o comando",
    ],
    "wrong-bytes": (file) => [
      `${file} não é o que foi assinado, e não foi aceite`,
      "tente de novo; se acontecer o mesmo, o servidor ou a rede modifica os ficheiros: avise o projeto",
    ],
  },
};
