/** What the system refuses that is no file of the home, and what to do about it, in Portuguese. */
import type { systemErrors as english, UnusableRoots } from "../en/system-errors.ts";

/** By the system's codes. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "este ficheiro não existe",
  EACCES: "acesso recusado",
  EPERM: "acesso recusado",
  EISDIR: "é uma pasta",
  ENOTDIR: "o que está antes da última / é um ficheiro, e não uma pasta",
};

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable
    ? `não é possível ler ${path} (${UNREADABLE[unreadable.code] ?? unreadable.why})`
    : `não há nenhum certificado em ${path}`;

export const systemErrors: typeof english = {
  notPermitted: "execute o comando como proprietário da pasta, ou com sudo",
  readOnly: "escolha uma pasta onde se possa escrever, com --home PASTA",
  diskFull: "liberte espaço no disco",
  notFolder: "escolha outra pasta com --home PASTA",
  addressInUse: "pare o que ocupa a porta, ou escolha outra com --set listen.NOME=ENDEREÇO:PORTA",
  lowPort:
    "as portas abaixo de 1024 são do administrador: sudo jabber-home service install faz dele um serviço, que as pode usar; ou escolha uma mais alta com --set listen.NOME=ENDEREÇO:PORTA",
  noSuchAddress: "esta máquina não tem esse endereço: mude-o em config.toml",
  noSuchFamily: "escreva um endereço IPv4 em config.toml, ou [::] para todos os endereços que houver",
  noSuchFile: "verifique o nome do ficheiro",
  isFolder: "indique um ficheiro, e não uma pasta",
  listening: {
    EADDRINUSE: (place) => `${place}: esta porta já está ocupada`,
    EACCES: (place) => `${place}: não é permitido escutar nesta porta`,
    EADDRNOTAVAIL: (place) => `${place}: esta máquina não tem este endereço`,
    EAFNOSUPPORT: (place) => `${place}: é um endereço IPv6, que está desativado nesta máquina`,
  },
  notListening: (place, why) => `${place}: não é possível escutar nesta porta (${why})`,
  roots: (roots) => [
    unusableRoots(roots),
    "é SSL_CERT_FILE que indica este ficheiro; corrija essa variável, ou retire-a",
  ],
  auth: {
    "no-pam": (detail) => [
      `esta máquina não tem PAM com que verificar as palavras-passe (auth.source = "system"): ${detail}`,
      'instale-o (Debian: libpam0g, libpam-modules; Fedora: pam); em Alpine e noutros sistemas com musl não é possível: escreva source = "internal" na secção [auth] de config.toml',
    ],
    "no-pam-service": (detail) => [
      `falta ${detail}, que diz a PAM como verificar as palavras-passe (auth.source = "system")`,
      "execute de novo sudo jabber-home setup, que o escreve; o que contém: docs/accounts.md",
    ],
    "no-program": (detail) => [
      `não é possível executar ${detail}, que deve verificar as palavras-passe (auth.command)`,
      "escreva na secção [auth] de config.toml o caminho completo de um programa que o utilizador do servidor possa executar",
    ],
  },
  homeIsOpen: (home, mode) => [
    `outras pessoas podem mudar o que está em ${home} (modo ${mode})`,
    `escolha uma pasta que sirva só para isto com --home PASTA, ou feche esta: chmod 700 ${home}`,
  ],
};
