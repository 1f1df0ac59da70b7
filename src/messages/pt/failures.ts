/** What is said where an operation was not done, in Portuguese. */
import type { FailureMessages } from "../en/failures.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`falta «${field}» no pedido`],
  "no-domain-served": () => ["ainda não é servido nenhum domínio", "execute jabber-home setup"],
  "domain-not-served": ({ domain, domains }) => [
    `${domain} não é servido aqui`,
    `escolha entre: ${domains.join(", ")}`,
  ],
  "not-a-domain": ({ given }) => [`«${given}» não é um domínio`, "indique só o que vem depois do @, como exemplo.pt"],
  "not-an-address": ({ given, why }) => [`«${given}» não é um endereço: ${why}`],
  "not-an-account": ({ given, domain }) => [
    `«${given}» não é o endereço de uma conta`,
    `escreve-se como alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account}: esta conta já existe`,
    "escolha outro nome, ou mude a palavra-passe: jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [
    `a conta ${account} não existe`,
    "verifique como se escreve: jabber-home user list",
  ],
  "bad-password": ({ account }) => [
    `${account}: isto não pode ser uma palavra-passe`,
    "escolha outra, feita de letras, algarismos, sinais e espaços: nem tabulações nem caracteres invisíveis",
  ],
  "short-password": ({ account, minimum }) => [
    `${account}: uma palavra-passe tem pelo menos ${minimum} caracteres`,
    "escolha uma mais comprida: várias palavras seguidas são fáceis de lembrar",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "as contas não se criam aqui: são as contas Unix desta máquina",
          "acrescente a pessoa à máquina (sudo adduser NOME): a conta aparece aqui quando ela iniciar sessão pela primeira vez",
        ]
      : [
          `as contas não se criam aqui: auth.source, em config.toml, diz quem as conhece (${source})`,
          "acrescente lá a pessoa: a conta aparece aqui quando ela iniciar sessão pela primeira vez",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [`a palavra-passe de ${account} é a da conta Unix: não é guardada aqui`, "mude-a na própria máquina: passwd"]
      : [
          `a palavra-passe de ${account} não é guardada aqui: auth.source, em config.toml, diz quem a conhece (${source})`,
          "mude-a lá",
        ],
  "not-a-picture": () => ["não é uma imagem que as aplicações saibam mostrar", "escolha uma em JPEG, PNG, GIF ou WebP"],
  "picture-too-large": ({ maximum }) => [`uma imagem tem no máximo ${maximum} bytes`],
  "name-too-long": ({ maximum }) => [`um nome tem no máximo ${maximum} caracteres, todos visíveis`],
  "only-administrator": ({ account }) => [
    `${account} é a única conta de administrador, e não foi eliminada: mais ninguém poderia administrar o servidor a partir de uma aplicação`,
    "dê primeiro esse direito a outra pessoa: a uma conta nova, com jabber-home user add JID --admin; a uma que já existe, com o comando «Who administers» da sua aplicação",
  ],
  "own-account": ({ account }) => [
    `${account} é a conta com que iniciou sessão`,
    "peça a outro administrador que o faça",
  ],
  "not-a-room": ({ given, example }) => [`«${given}» não é o endereço de uma sala`, `escreve-se como ${example}`],
  "no-rooms-there": ({ domain, services, example }) => [
    `${domain} não tem salas aqui: estão em ${services.join(", ")}`,
    `o endereço de uma sala escreve-se como ${example}`,
  ],
  "no-such-room": ({ room }) => [`a sala ${room} não existe`, "veja jabber-home room list"],
  "room-exists": ({ room }) => [
    `a sala ${room} já existe`,
    `escolha outro nome, ou veja-a: jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["este nome é demasiado comprido", "escolha um com 1023 caracteres no máximo"],
  "nobodys-address": ({ given, domain }) => [
    `«${given}» não é o endereço de ninguém, nem um domínio`,
    `escreve-se como alice@${domain}`,
  ],
  "owner-not-named": () => ["de quem será?", "indique o proprietário com --owner JID"],
  "domain-cannot-own": () => [
    "um domínio inteiro não pode ser proprietário nem administrador de uma sala",
    "indique um só endereço",
  ],
  "last-owner": ({ room }) => [`${room} ficaria sem proprietário`, "nomeie primeiro outro proprietário"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `«${given}» não é uma afiliação`,
    `escolha entre: ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} tem tantos membros e banidos quantos uma sala pode ter`,
    "aumente rooms.max_affiliations em config.toml, e reinicie",
  ],
  "no-such-file": ({ file }) => [
    `o ficheiro ${file} não existe, ou já não existe`,
    "copie o endereço inteiro a partir da mensagem, ou veja jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`o círculo «${circle}» não existe`, "veja jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `o círculo «${circle}» já existe`,
    "escolha outro nome, ou junte-lhe pessoas: jabber-home circle add CÍRCULO JID",
  ],
  "not-a-circle-name": () => [
    "isto não pode ser o nome de um círculo",
    "escolha um com 60 caracteres no máximo: letras, algarismos, sinais e espaços",
  ],
  "too-many-circles": ({ maximum }) => [
    `já há ${maximum} círculos, e não pode haver mais`,
    "elimine um, ou aumente circles.max_circles em config.toml, e reinicie",
  ],
  "circle-full": ({ circle, maximum }) => [
    `em «${circle}» não cabe tanta gente: um círculo tem no máximo ${maximum} pessoas`,
    "crie um segundo círculo, ou aumente circles.max_people em config.toml, e reinicie",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} já está em ${maximum} círculos, e não pode estar em mais`,
    "retire-a primeiro de outro, ou aumente circles.max_per_account em config.toml, e reinicie",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} não está em «${circle}»`,
    `veja jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "ninguém administra este servidor, e a sala do círculo não teria proprietário",
    "dê primeiro esse direito a alguém: jabber-home user add JID --admin",
  ],
  "announcement-empty": () => ["não há nada a dizer", 'escreva-o entre aspas: jabber-home announce "…"'],
  "announcement-too-long": ({ maximum }) => [
    `é demasiado comprido para um anúncio: ${maximum} caracteres no máximo`,
    "diga onde se pode ler o resto",
  ],
  "no-renewal-waits": () => ["nenhuma renovação espera por uma resposta", "comece de novo"],
  "no-such-invitation": () => [
    "este convite não vale: nunca existiu, já foi usado, foi revogado ou expirou",
    "veja os que estão em aberto: jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} não tem o direito de fazer este convite`,
    "veja contacts e accounts na secção [invitations] de config.toml",
  ],
  "registration-closed": () => [
    "aqui ninguém pode criar uma conta com um convite: o registo de contas está fechado",
    'escreva policy = "invitation" na secção [registration] de config.toml, ou acrescente a conta: jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `já há ${maximum} convites em aberto`,
    "revogue alguns (jabber-home invite list), ou espere que expirem",
  ],
  "name-invited": ({ account }) => [
    `um convite em aberto reserva ${account} para alguém`,
    "escolha outro nome, ou revogue esse convite: jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`ninguém pode escolher ${account}`, "escolha outro nome"],
  "other-name": ({ account }) => [`este convite é para ${account}`, "use esse nome"],
  "bad-uses": ({ maximum }) => [`um convite é para 1 a ${maximum} pessoas`],
  "one-name-many-uses": () => ["só uma pessoa pode ter um nome", "retire o nome, ou --uses"],
  "note-too-long": ({ maximum }) => [`uma nota tem no máximo ${maximum} caracteres`],
  "bad-validity": ({ maximum }) => [
    `um convite vale de um minuto a ${maximum} dias`,
    "escreva por exemplo 7d, 24h ou 30m",
  ],
  "no-pages": () => [
    "este servidor não tem páginas onde escolher uma nova palavra-passe",
    "defina outra: jabber-home user passwd JID; ou ative as páginas: listen.https em config.toml",
  ],
  "no-web-pages": () => [
    "este servidor não tem páginas que um telefone possa abrir",
    "ative-as: listen.https em config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} é deste servidor`, "pergunte a outro servidor"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [`${account} é uma conta deste servidor`, "indique a de outro servidor"],
  "move-in-runs": ({ account }) => [
    `já está a decorrer uma mudança para ${account}`,
    "espere que acabe, ou acompanhe-a: jabber-home logs",
  ],
  "too-many-move-ins": () => ["estão a decorrer várias mudanças", "tente de novo dentro de alguns minutos"],
  "too-many-attempts": () => ["demasiadas tentativas falharam", "tente de novo dentro de alguns minutos"],
  "import-runs": () => ["está a decorrer outra importação", "espere que ela acabe"],
  "no-import": () => ["esta importação terminou", "comece-a de novo: continua onde estava"],
  "backup-runs": () => ["está a ser feita outra cópia de segurança", "espere que ela acabe"],
  "backup-no-room": ({ needed, free }) => [
    `uma cópia de segurança precisa por algum tempo de ${sizeText(needed)} no disco do servidor, e estão livres ${sizeText(free)}`,
    "liberte lá espaço: a base de dados é copiada antes de ser comprimida",
  ],
  "backup-damaged": ({ why }) => [
    `a base de dados está danificada: não se fez nenhuma cópia de segurança dela (${why})`,
    "guarde as cópias que tem, e pare o servidor: jabber-home restore FICHEIRO repõe a última que esteja boa",
  ],
  "disk-full": () => [
    "o disco deste servidor está quase cheio: nada de novo é guardado",
    "liberte espaço no disco, ou deixe menos espaço livre: free_disk na secção [limits] de config.toml",
  ],
};
