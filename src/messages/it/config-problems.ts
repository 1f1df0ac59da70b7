/** What is wrong with a value in config.toml or after --set, in Italian. */
import { problemSentences } from "../certificate-sentences.ts";
import type { configProblems as en } from "../en/config-problems.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { unusableRoots } from "./system-errors.ts";
import { tomlErrors } from "./toml-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems: typeof en = {
  line: (what, line, remedy) => `${what}${line === undefined ? "" : ` (riga ${line})`}: ${remedy}`,

  remedies: {
    "true-or-false": () => "scrivi true o false, senza virgolette",
    "whole-number": ({ min, max }) => `scrivi un numero intero da ${min} a ${max}, senza virgolette`,
    texts: () => `scrivi un elenco di testi tra parentesi quadre, come ["uno", "due"]`,
    text: () => "scrivi un testo tra virgolette",
    quotes: ({ raw }) => `metti le virgolette: "${raw}"`,
    "one-line": () => "scrivi tutto su una sola riga, senza caratteri di controllo",
    choice: ({ choices, near }) => `${near ? `intendevi «${near}»? ` : ""}scegli tra: ${choices.join(", ")}`,
    listener: () => `scrivi INDIRIZZO:PORTA, come "[::]:5222" o "127.0.0.1:5222", oppure "off"`,
    duration: () => `scrivi una durata come "30s", "5m", "1h" o "7d", oppure "forever" (senza limite)`,
    size: () => `scrivi una dimensione come "10kB" o "2MB"`,

    renamed: ({ current }) => `questa opzione adesso si chiama ${current}`,
    "both-names": ({ current }) => `toglila: questa opzione adesso si chiama ${current}, e quella c'è già`,
    "no-such-option": ({ near }) =>
      near ? `questa opzione non esiste; intendevi ${near}?` : "questa opzione non esiste; toglila",
    "no-value": ({ key }) => `scrivi --set ${key}=VALORE`,
    "not-toml": ({ why }) => tomlErrors[why] ?? why,

    domain: () => "scrivi solo il dominio, come esempio.it",
    domains: () => "scrivi solo i domini, come esempio.it",
    "same-domain": () => "indica ogni dominio una volta sola",
    "former-domain": () => "scrivi VECCHIO=DOMINIO, come vecchio.it=esempio.it, dove DOMINIO è servito qui",
    "backup-folder": () =>
      "scrivi un percorso intero, come /media/usb/backup, o backups per una cartella accanto ai dati, o off",
    "metrics-open": () => "imposta anche metrics.token, o mettiti in ascolto solo su questa macchina: 127.0.0.1:9280",
    "metrics-token": () => "scegli almeno 16 caratteri ASCII senza spazi, come quelli di  openssl rand -hex 16",
    "age-recipient": () =>
      "scrivi la chiave pubblica che age-keygen ha mostrato, age1 e 58 lettere; una lettera è sbagliata, o è una chiave di un altro tipo",
    "age-secret": () =>
      "è la metà segreta, quella che apre i backup: tienila su un'altra macchina, e scrivi qui quella pubblica, age1…",
    "host-name": () => "scrivi il nome di una macchina, come casa.esempio.it",
    "ip-addresses": () => "scrivi indirizzi IP, come 192.0.2.12 o 2001:db8::12",
    unreachable: ({ address, range }) => addresses[range](address).join(" "),
    "same-listener": ({ other }) => `${other} usa già questa porta`,
    "web-address": () => "scrivi un nome, seguito dalla porta se non è 443: chat.esempio.it, chat.esempio.it:5443",
    "web-name": ({ origin, host }) =>
      `le pagine e i file sono su ${origin}; se questo porta a un'altra macchina (jabber-home dns), scrivi ${host}`,
    networks: () => "scrivi indirizzi IP, o reti come 10.0.0.0/8 o 2001:db8::/32",
    "proxies-needed": () =>
      "indica chi può connettersi a listen.http_proxied, come 127.0.0.1; altrimenti nessuno può: in tal caso meglio disattivarlo",
    origin: ({ near }) =>
      near
        ? `scrivila come la inviano i browser: ${near}`
        : "scrivila come la inviano i browser: il protocollo e il nome, seguiti dalla porta se non è quella abituale: https://chat.esempio.it",
    "bosh-time": () => `scrivi una durata da "2s" a "1h"`,
    "acme-directory": () => "scrivi l'indirizzo di una directory ACME, https://…",
    contact: () => "scrivi un solo indirizzo e-mail, come io@esempio.it",
    "no-authority": ({ domain }) =>
      `nessuna autorità pubblica emette certificati per ${domain}: scrivi self-signed o files`,
    "file-needed": () => "indica il file; source = files ne ha bisogno",
    "update-needs-provider": () => "indica chi riceve i record: dns.provider, con dns.token_file",
    "token-file-unreadable": ({ detail }) =>
      `non si lascia leggere (${detail}): scrivici il token, o permetti a questo utente di leggerlo`,
    "token-file-open": ({ detail }) => `altri possono leggerlo: chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }) => `vi manca questo: ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }) => `indica il file del token; dns.provider = ${provider} ne ha bisogno`,
    resolver: () => "scrivi un indirizzo IP, seguito dalla porta se non è 53: 192.0.2.1, [2001:db8::1]:5353",
    "port-range": () => "scrivi la prima e l'ultima porta, tra 1024 e 65535, come 49152-49215",
    "small-stanzas": () => `scrivi "10kB" o più: tutti i client ci contano`,
    subdomain: () => "scrivi un nome che sia libero, come rooms",

    "keys-of-system": () =>
      `scrivi false: le chiavi si conservano solo con auth.source = "system", dove si vede che una password è cambiata`,
    "file-name": () => "scrivi il nome di un file di /etc/pam.d, come jabber-home",
    "whole-path": () => "scrivi il programma con il percorso completo, come /usr/local/bin/verifica-password",
    "ldap-url": () => "scrivi ldaps:// e il nome della macchina della directory, come ldaps://ldap.esempio.it",
    "ldap-dn": () =>
      "scrivi il nome distinto di un account, con {name} al suo interno, come uid={name},ou=people,dc=esempio,dc=it",
    "auth-time": () => `scrivi una durata da "1s" a "1m"`,
    "accounts-elsewhere": ({ source }) => `scrivi "closed": con auth.source = "${source}", qui non si creano account`,

    roots: (roots) => `${unusableRoots(roots)}: scrivi il percorso di un file PEM, o non mettere nulla`,
    certificate: (problem) => problemSentences(problem, certificateProblems, longMoment),
  },
};
