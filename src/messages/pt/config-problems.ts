/** What is wrong with a value in config.toml or after --set, in Portuguese. */
import { problemSentences } from "../certificate-sentences.ts";
import type { configProblems as en } from "../en/config-problems.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { unusableRoots } from "./system-errors.ts";
import { tomlErrors } from "./toml-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems: typeof en = {
  line: (what, line, remedy) => `${what}${line === undefined ? "" : ` (linha ${line})`}: ${remedy}`,

  remedies: {
    "true-or-false": () => "escreva true ou false, sem aspas",
    "whole-number": ({ min, max }) => `escreva um número inteiro de ${min} a ${max}, sem aspas`,
    texts: () => `escreva uma lista de textos entre parênteses retos, como ["um", "dois"]`,
    text: () => "escreva um texto entre aspas",
    quotes: ({ raw }) => `ponha aspas: "${raw}"`,
    "one-line": () => "escreva tudo numa só linha, sem caracteres de controlo",
    choice: ({ choices, near }) => `${near ? `seria «${near}»? ` : ""}escolha entre: ${choices.join(", ")}`,
    listener: () => `escreva ENDEREÇO:PORTA, como "[::]:5222" ou "127.0.0.1:5222", ou então "off"`,
    duration: () => `escreva uma duração como "30s", "5m", "1h" ou "7d", ou então "forever" (sem limite)`,
    size: () => `escreva um tamanho como "10kB" ou "2MB"`,

    renamed: ({ current }) => `esta opção chama-se agora ${current}`,
    "both-names": ({ current }) => `retire-a: esta opção chama-se agora ${current}, e essa já está indicada`,
    "no-such-option": ({ near }) =>
      near ? `esta opção não existe; seria ${near}?` : "esta opção não existe; retire-a",
    "no-value": ({ key }) => `escreva --set ${key}=VALOR`,
    "not-toml": ({ why }) => tomlErrors[why] ?? why,

    domain: () => "escreva só o domínio, como exemplo.pt",
    domains: () => "escreva só domínios, como exemplo.pt",
    "same-domain": () => "indique cada domínio uma só vez",
    "former-domain": () => "escreva ANTIGO=DOMÍNIO, como antigo.pt=exemplo.pt, em que DOMÍNIO é servido aqui",
    "backup-folder": () =>
      "escreva um caminho completo, como /media/usb/copias, ou backups para uma pasta ao lado dos dados, ou off",
    "metrics-open": () => "defina também metrics.token, ou escute só nesta máquina: 127.0.0.1:9280",
    "metrics-token": () => "escolha pelo menos 16 caracteres ASCII sem espaços, como os de  openssl rand -hex 16",
    "age-recipient": () =>
      "escreva a chave pública que age-keygen mostrou, age1 e 58 letras; há uma letra errada, ou é uma chave de outro tipo",
    "age-secret": () =>
      "é a metade secreta, a que abre as cópias de segurança: guarde-a noutra máquina, e escreva aqui a pública, age1…",
    "host-name": () => "escreva um nome de máquina, como tintin.exemplo.pt",
    "ip-addresses": () => "escreva endereços IP, como 192.0.2.12 ou 2001:db8::12",
    unreachable: ({ address, range }) => addresses[range](address).join(" "),
    "same-listener": ({ other }) => `${other} já usa esta porta`,
    "web-address": () => "escreva um nome, seguido da porta se não for a 443: chat.exemplo.pt, chat.exemplo.pt:5443",
    "web-name": ({ origin, host }) =>
      `as páginas e os ficheiros estão em ${origin}; se isso levar a outra máquina (jabber-home dns), escreva ${host}`,
    networks: () => "escreva endereços IP, ou redes como 10.0.0.0/8 ou 2001:db8::/32",
    "proxies-needed": () =>
      "indique quem se pode ligar a listen.http_proxied, como 127.0.0.1; se não, ninguém pode: mais vale então desligá-lo",
    origin: ({ near }) =>
      near
        ? `escreva-a como os navegadores a enviam: ${near}`
        : "escreva-a como os navegadores a enviam: o protocolo e o nome, seguidos da porta se não for a habitual: https://chat.exemplo.pt",
    "bosh-time": () => `escreva uma duração de "2s" a "1h"`,
    "acme-directory": () => "escreva o endereço de um diretório ACME, https://…",
    contact: () => "escreva um só endereço de correio eletrónico, como eu@exemplo.pt",
    "no-authority": ({ domain }) =>
      `nenhuma autoridade pública emite certificados para ${domain}: escreva self-signed ou files`,
    "file-needed": () => "indique o ficheiro; source = files precisa dele",
    "update-needs-provider": () => "indique quem recebe os registos: dns.provider, com dns.token_file",
    "token-file-unreadable": ({ detail }) =>
      `não é possível lê-lo (${detail}): escreva nele o token, ou deixe este utilizador lê-lo`,
    "token-file-open": ({ detail }) => `outras pessoas podem lê-lo: chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }) => `falta nele isto: ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }) => `indique o ficheiro do token; dns.provider = ${provider} precisa dele`,
    resolver: () => "escreva um endereço IP, seguido da porta se não for a 53: 192.0.2.1, [2001:db8::1]:5353",
    "port-range": () => "escreva a primeira e a última porta, entre 1024 e 65535, como 49152-49215",
    "small-stanzas": () => `escreva "10kB" ou mais: todos os clientes contam com isso`,
    subdomain: () => "escreva um nome que esteja livre, como rooms",

    "keys-of-system": () =>
      `escreva false: só se guardam chaves com auth.source = "system", onde se vê que uma palavra-passe mudou`,
    "file-name": () => "escreva o nome de um ficheiro de /etc/pam.d, como jabber-home",
    "whole-path": () => "escreva o programa com o caminho completo, como /usr/local/bin/verifica-palavra-passe",
    "ldap-url": () => "escreva ldaps:// e o nome da máquina do diretório, como ldaps://ldap.exemplo.pt",
    "ldap-dn": () =>
      "escreva o nome distinto de uma conta, com {name} dentro, como uid={name},ou=people,dc=exemplo,dc=pt",
    "auth-time": () => `escreva uma duração de "1s" a "1m"`,
    "accounts-elsewhere": ({ source }) => `escreva "closed": com auth.source = "${source}", não se criam contas aqui`,

    roots: (roots) => `${unusableRoots(roots)}: escreva o caminho de um ficheiro PEM, ou não escreva nada`,
    certificate: (problem) => problemSentences(problem, certificateProblems, longMoment),
  },
};
