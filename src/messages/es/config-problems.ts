/** What is wrong with a value in config.toml or after --set, in Spanish. */
import { problemSentences } from "../certificate-sentences.ts";
import type { configProblems as en } from "../en/config-problems.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { unusableRoots } from "./system-errors.ts";
import { tomlErrors } from "./toml-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems: typeof en = {
  line: (what, line, remedy) => `${what}${line === undefined ? "" : ` (línea ${line})`}: ${remedy}`,

  remedies: {
    "true-or-false": () => "escribe true o false, sin comillas",
    "whole-number": ({ min, max }) => `escribe un número entero del ${min} al ${max}, sin comillas`,
    texts: () => `escribe una lista de textos entre corchetes, como ["uno", "dos"]`,
    text: () => "escribe un texto entre comillas",
    quotes: ({ raw }) => `ponlo entre comillas: "${raw}"`,
    "one-line": () => "escríbelo en una sola línea, sin caracteres de control",
    choice: ({ choices, near }) => `${near ? `¿querías decir «${near}»? ` : ""}elige entre: ${choices.join(", ")}`,
    listener: () => `escribe DIRECCIÓN:PUERTO, como "[::]:5222" o "127.0.0.1:5222", o bien "off"`,
    duration: () => `escribe una duración como "30s", "5m", "1h" o "7d", o bien "forever" (sin límite)`,
    size: () => `escribe un tamaño como "10kB" o "2MB"`,

    renamed: ({ current }) => `ahora se llama ${current}`,
    "both-names": ({ current }) => `quítalo: ahora se llama ${current}, que también está puesto`,
    "no-such-option": ({ near }) =>
      near ? `este ajuste no existe; ¿querías decir ${near}?` : "este ajuste no existe; quítalo",
    "no-value": ({ key }) => `escribe --set ${key}=VALOR`,
    "not-toml": ({ why }) => tomlErrors[why] ?? why,

    domain: () => "escribe solo el dominio, como ejemplo.es",
    domains: () => "escribe solo dominios, como ejemplo.es",
    "same-domain": () => "nombra cada dominio una sola vez",
    "former-domain": () =>
      "escribe ANTIGUO=DOMINIO, como antiguo.es=ejemplo.es, donde DOMINIO es uno de los que se sirven aquí",
    "backup-folder": () =>
      "escribe una ruta completa, como /media/usb/copias, o backups para una carpeta junto a los datos, o bien off",
    "metrics-open": () => "pon también metrics.token, o escucha solo en este equipo: 127.0.0.1:9280",
    "metrics-token": () => "elige al menos 16 caracteres ASCII sin espacios, por ejemplo los de  openssl rand -hex 16",
    "age-recipient": () =>
      "escribe la clave pública que mostró age-keygen, age1 y 58 letras; hay una letra equivocada, o es una clave de otro tipo",
    "age-secret": () =>
      "esta es la mitad secreta, la que abre las copias de seguridad: guárdala en otro equipo, y escribe aquí la pública, age1…",
    "host-name": () => "escribe el nombre de un equipo, como quijote.ejemplo.es",
    "ip-addresses": () => "escribe direcciones IP, como 192.0.2.12 o 2001:db8::12",
    unreachable: ({ address, range }) => addresses[range](address).join(" "),
    "same-listener": ({ other }) => `${other} ya usa este puerto`,
    "web-address": () => "escribe un nombre, con su puerto si no es el 443: chat.ejemplo.es, chat.ejemplo.es:5443",
    "web-name": ({ origin, host }) =>
      `las páginas y los archivos están en ${origin}; si eso lleva a otro equipo (jabber-home dns), escribe ${host}`,
    networks: () => "escribe direcciones IP, o redes como 10.0.0.0/8 o 2001:db8::/32",
    "proxies-needed": () =>
      "indica quién puede conectarse a listen.http_proxied, como 127.0.0.1; si no, no puede nadie: mejor desactívalo",
    origin: ({ near }) =>
      near
        ? `escríbelo como lo envían los navegadores: ${near}`
        : "escríbelo como lo envían los navegadores: el protocolo y el nombre, con el puerto si no es el habitual: https://chat.ejemplo.es",
    "bosh-time": () => `escribe una duración de "2s" a "1h"`,
    "acme-directory": () => "escribe la dirección de un directorio ACME, https://…",
    contact: () => "escribe una sola dirección de correo, como yo@ejemplo.es",
    "no-authority": ({ domain }) =>
      `ninguna autoridad pública emite certificados para ${domain}: escribe self-signed o files`,
    "file-needed": () => "indica el archivo; source = files lo necesita",
    "update-needs-provider": () => "indica quién recibe los registros: dns.provider, con dns.token_file",
    "token-file-unreadable": ({ detail }) =>
      `no se puede leer (${detail}): escribe el token en él, o deja que este usuario lo lea`,
    "token-file-open": ({ detail }) => `otros pueden leerlo: chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }) => `le falta esto: ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }) => `indica el archivo del token; dns.provider = ${provider} lo necesita`,
    resolver: () => "escribe una dirección IP, con el puerto si no es el 53: 192.0.2.1, [2001:db8::1]:5353",
    "port-range": () => "escribe el primer puerto y el último, entre 1024 y 65535, como 49152-49215",
    "small-stanzas": () => `escribe "10kB" o más: todos los clientes cuentan con ello`,
    subdomain: () => "escribe un nombre que esté libre, como rooms",

    "keys-of-system": () =>
      `escribe false: solo se guardan claves con auth.source = "system", donde se ve que una contraseña ha cambiado`,
    "file-name": () => "escribe el nombre de un archivo de /etc/pam.d, como jabber-home",
    "whole-path": () => "escribe el programa con su ruta completa, como /usr/local/bin/comprueba-contrasena",
    "ldap-url": () => "escribe ldaps:// y el nombre del equipo del directorio, como ldaps://ldap.ejemplo.es",
    "ldap-dn": () =>
      "escribe el nombre distintivo de una cuenta, con {name} dentro, como uid={name},ou=people,dc=ejemplo,dc=es",
    "auth-time": () => `escribe una duración de "1s" a "1m"`,
    "accounts-elsewhere": ({ source }) => `escribe "closed": con auth.source = "${source}" aquí no se crean cuentas`,

    roots: (roots) => `${unusableRoots(roots)}: escribe la ruta de un archivo PEM, o déjalo vacío`,
    certificate: (problem) => problemSentences(problem, certificateProblems, longMoment),
  },
};
