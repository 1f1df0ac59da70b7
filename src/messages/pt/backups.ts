/** `backup` and `restore`, in Portuguese. */
import type { backups as en } from "../en/backups.ts";
import { counted, longMoment, sizeText } from "./units.ts";

export const backups: typeof en = {
  made: (path, bytes) => `a cópia de segurança é ${path} (${sizeText(bytes)}), relida e comparada`,
  secret: "Quem a tem, tem tudo, chaves e mensagens: guarde-a onde mais ninguém a leia.",
  counts: ({ accounts, messages, rooms, files }) =>
    [
      counted(accounts, "conta", "contas"),
      counted(messages, "mensagem arquivada", "mensagens arquivadas"),
      counted(rooms, "sala", "salas"),
      counted(files, "ficheiro enviado", "ficheiros enviados"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }) =>
    [
      `uma cópia de segurança de ${domains.join(", ")}`,
      `  feita em ${longMoment(created)} na máquina ${host}, por jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  antes da atualização para a versão ${beforeUpdate}`]),
      `  ${sizeText(bytes)} depois de descomprimida`,
    ].join("\n"),
  askPassphrase: "A frase secreta da cópia de segurança",
  oneKey: () => [
    "uma cópia de segurança é cifrada com uma frase secreta, ou para uma chave",
    "indique uma das duas: --passphrase-file ou --identity",
  ],
  oneRecipient: () => [
    "uma cópia de segurança é cifrada com uma frase secreta, ou para uma chave",
    "indique uma das duas: --passphrase-file ou --recipient",
  ],
  notBoth: () => [
    "uma cópia de antes de uma atualização fica na pasta do servidor, tal como está",
    "retire --to, --passphrase-file e --recipient",
  ],
  noVersion: (given) => [`${given} não é uma versão`, "escreva-a como está publicada: --before-update 1.2.3"],
  noIdentity: (path) => [
    `${path} não é um ficheiro de age-keygen`,
    "uma das linhas dele começa por AGE-SECRET-KEY-1; se o próprio ficheiro estiver cifrado, abra-o primeiro: age -d",
  ],
  noRecipient: (given) => [
    `${given} não é uma chave pública de age`,
    "escreva o que age-keygen mostrou: age1 e 58 letras",
  ],
  question: (home) => `Repor a cópia em ${home}?`,
  questionAside: (home) =>
    `Repor a cópia no lugar do que está em ${home}? O que lá está fica guardado, numa pasta no mesmo lugar.`,
  notAsked: () => ["falta --no-input", "sem terminal, não há a quem fazer a pergunta"],
  notDone: "nada foi mudado",
  noSuchAccount: (account) => [
    `a cópia de segurança não tem a conta ${account}`,
    "talvez uma cópia mais antiga ou mais recente a tenha",
  ],
  questionAccount: (account, isHere) =>
    isHere
      ? `Devolver a ${account} o que lhe falta? O que está lá agora fica.`
      : `Refazer a conta ${account}, tal como está na cópia de segurança?`,
  accountBack: (account, wasHere) =>
    wasHere ? `O que voltou a ${account}; o que lá estava ficou:` : `${account} existe de novo, com:`,
  accountTrial: (account, wasHere) =>
    wasHere ? `O que voltaria a ${account}; nada foi mudado:` : `${account} existiria de novo; nada foi mudado. Teria:`,
  askContacts:
    "A palavra-passe é a da cópia de segurança. Os contactos que foram avisados do fim da conta voltam a vê-la depois de a aceitarem de novo.",
  wouldRestore: (home, isThere) =>
    isThere
      ? `A cópia de segurança está inteira. Seria reposta em ${home}, e o que lá está, guardado numa pasta; nada foi mudado.`
      : `A cópia de segurança está inteira. Seria reposta em ${home}; nada foi mudado.`,
  restored: (home) => `a cópia de segurança foi reposta: ${home}`,
  former: (path) => `O que lá estava antes está em ${path}; elimine-o quando tudo estiver bem.`,
  notSent: (count) =>
    count === 1
      ? "Um envio esperava por outro servidor e não vai sair, porque talvez tenha saído depois da cópia; --send-waiting envia-o."
      : `${count} envios esperavam por outros servidores e não vão sair, porque talvez tenham saído depois da cópia; --send-waiting envia-os.`,
  notSentForSetup: (count) =>
    count === 1
      ? "Um envio esperava por outro servidor e não vai sair, porque talvez tenha saído depois da cópia."
      : `${count} envios esperavam por outros servidores e não vão sair, porque talvez tenham saído depois da cópia.`,
  signIn: "As aplicações ligam-se de novo sozinhas com a palavra-passe, os navegadores pedem-na.",
  next: (command) => `Para o iniciar: ${command}`,
  exists: (path) => [`${path} já existe`, "escolha outro nome: nenhuma cópia de segurança é substituída"],
  running: (home) => [`há um servidor a funcionar em ${home}`, "pare-o primeiro: jabber-home service stop"],
  newerHome: (changed, created) => [
    `a pasta mudou em ${longMoment(changed)}, e a cópia de segurança é mais antiga: ${longMoment(created)}`,
    "restore com --replace usa a mais antiga, e guarda numa pasta o que está lá agora",
  ],
  somethingElse: (path) => [
    `${path} não está vazia, e não é a pasta de um servidor`,
    "indique uma pasta vazia, ou que não exista: --home PASTA",
  ],
  problems: {
    "not-a-backup": () => [
      "não é uma cópia de segurança de jabber-home",
      "indique um ficheiro que jabber-home backup tenha escrito",
    ],
    cut: () => [
      "o ficheiro acaba cedo demais: não foi escrito ou copiado até ao fim",
      "copie-o de novo, ou use outra cópia de segurança",
    ],
    damaged: (path) => [
      path === ""
        ? "o ficheiro está danificado"
        : `o ficheiro está danificado: ${path} já não está como no momento da cópia`,
      "copie-o de novo, ou use outra cópia de segurança",
    ],
    hostile: (path) => [
      path === ""
        ? "contém o que nenhuma cópia de segurança contém"
        : `contém o que nenhuma cópia de segurança contém: ${path}`,
      "alguém modificou o ficheiro: use outra cópia de segurança",
    ],
    newer: (version) => [
      `a cópia de segurança foi feita por jabber-home ${version}, mais recente do que este programa`,
      `instale a versão ${version} ou uma posterior, e tente de novo`,
    ],
    "no-room": (path, needed, free) => [
      `são precisos ${sizeText(needed)} em ${path}, e estão livres ${sizeText(free)}`,
      "liberte espaço, ou escolha outro disco",
    ],
    "database-damaged": (why) => [`a base de dados está danificada (${why})`, "use outra cópia de segurança"],
    changed: (path) => [`${path} mudou durante a leitura`, "tente de novo"],
    encrypted: (by) =>
      by === "passphrase"
        ? [
            "a cópia de segurança está cifrada com uma frase secreta",
            "indique um ficheiro que a contenha: --passphrase-file FICHEIRO, ou - para a entrada padrão",
          ]
        : [
            "a cópia de segurança está cifrada para uma chave de age",
            "indique o ficheiro de age-keygen que contém a metade secreta: --identity FICHEIRO",
          ],
    passphrase: () => ["não é a frase secreta desta cópia de segurança", "tente de novo"],
    identity: () => [
      "a cópia de segurança está cifrada para outra chave que não as deste ficheiro",
      "indique o ficheiro cuja chave pública é backup.recipient neste servidor: --identity FICHEIRO",
    ],
    "no-folder": (path) => [
      `a pasta ${path} não existe`,
      "o disco ou a pen USB está ligado? Se sim, crie essa pasta, ou indique outra: backup.folder em config.toml",
    ],
    "not-writable": {
      service: (path) => [
        `o serviço não tem o direito de escrever em ${path}`,
        "dê-lho, e reinicie-o: sudo jabber-home service install; se não for isso, o disco está só para leitura",
      ],
      readOnly: (path) => [
        `o disco de ${path} está só para leitura`,
        "a pen USB está protegida contra escrita? Se não, monte-a de modo que se possa escrever nela",
      ],
      denied: (path, user) => [
        `${user} não tem o direito de escrever em ${path}`,
        `dê-lho: sudo chown ${user}: ${path}; uma pen USB em FAT tem de ser montada com uid=${user}`,
      ],
    },
    other: (why) => [why, "veja o que foi registado: jabber-home logs"],
    runs: () => ["está a ser feita outra cópia de segurança", "espere que ela acabe"],
  },
};
