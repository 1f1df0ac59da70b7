/** What is wrong with a value in config.toml or after --set, in Dutch. */
import { problemSentences } from "../certificate-sentences.ts";
import type { configProblems as en } from "../en/config-problems.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { unusableRoots } from "./system-errors.ts";
import { tomlErrors } from "./toml-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems: typeof en = {
  line: (what, line, remedy) => `${what}${line === undefined ? "" : ` (regel ${line})`}: ${remedy}`,

  remedies: {
    "true-or-false": () => "schrijf true of false, zonder aanhalingstekens",
    "whole-number": ({ min, max }) => `schrijf een geheel getal van ${min} tot ${max}, zonder aanhalingstekens`,
    texts: () => `schrijf een lijst van teksten tussen vierkante haken, zoals ["een", "twee"]`,
    text: () => "schrijf een tekst tussen aanhalingstekens",
    quotes: ({ raw }) => `zet er aanhalingstekens om: "${raw}"`,
    "one-line": () => "schrijf het op één regel, zonder stuurtekens",
    choice: ({ choices, near }) => `${near ? `bedoelde je “${near}”? ` : ""}kies uit: ${choices.join(", ")}`,
    listener: () => `schrijf ADRES:POORT, zoals "[::]:5222" of "127.0.0.1:5222", of "off"`,
    duration: () => `schrijf een duur zoals "30s", "5m", "1h" of "7d", of "forever" (onbeperkt)`,
    size: () => `schrijf een grootte zoals "10kB" of "2MB"`,

    renamed: ({ current }) => `deze optie heet nu ${current}`,
    "both-names": ({ current }) => `haal dit weg: deze optie heet nu ${current}, en die staat er ook al`,
    "no-such-option": ({ near }) =>
      near ? `deze optie bestaat niet; bedoelde je ${near}?` : "deze optie bestaat niet; haal die weg",
    "no-value": ({ key }) => `schrijf --set ${key}=WAARDE`,
    "not-toml": ({ why }) => tomlErrors[why] ?? why,

    domain: () => "schrijf alleen het domein, zoals voorbeeld.nl",
    domains: () => "schrijf alleen domeinen, zoals voorbeeld.nl",
    "same-domain": () => "noem elk domein één keer",
    "former-domain": () => "schrijf VROEGER=DOMEIN, zoals vroeger.nl=voorbeeld.nl, waarbij DOMEIN van deze server is",
    "backup-folder": () =>
      "schrijf een volledig pad, zoals /media/usb/back-ups, of backups voor een map bij de gegevens, of off",
    "metrics-open": () => "stel ook metrics.token in, of luister alleen op deze machine: 127.0.0.1:9280",
    "metrics-token": () => "kies minstens 16 ASCII-tekens zonder spaties, zoals die van  openssl rand -hex 16",
    "age-recipient": () =>
      "schrijf de openbare sleutel die age-keygen heeft getoond, age1 en 58 letters; er klopt een letter niet, of het is een ander soort sleutel",
    "age-secret": () =>
      "dit is de geheime helft, die de back-ups opent: bewaar die op een andere machine, en schrijf hier de openbare, age1…",
    "host-name": () => "schrijf de naam van een machine, zoals kuifje.voorbeeld.nl",
    "ip-addresses": () => "schrijf IP-adressen, zoals 192.0.2.12 of 2001:db8::12",
    unreachable: ({ address, range }) => addresses[range](address).join(" "),
    "same-listener": ({ other }) => `${other} heeft deze poort al`,
    "web-address": () =>
      "schrijf een naam, met de poort erachter als dat niet 443 is: chat.voorbeeld.nl, chat.voorbeeld.nl:5443",
    "web-name": ({ origin, host }) =>
      `pagina's en bestanden staan op ${origin}; leidt dat naar een andere machine (jabber-home dns), schrijf dan ${host}`,
    networks: () => "schrijf IP-adressen, of netwerken zoals 10.0.0.0/8 of 2001:db8::/32",
    "proxies-needed": () =>
      "noem wie verbinding mag maken met listen.http_proxied, zoals 127.0.0.1; anders mag niemand dat: zet het dan uit",
    origin: ({ near }) =>
      near
        ? `schrijf het zoals browsers het sturen: ${near}`
        : "schrijf het zoals browsers het sturen: het protocol en de naam, met een poort als dat niet de gewone is: https://chat.voorbeeld.nl",
    "bosh-time": () => `schrijf een duur van "2s" tot "1h"`,
    "acme-directory": () => "schrijf het adres van een ACME-directory, https://…",
    contact: () => "schrijf één e-mailadres, zoals ik@voorbeeld.nl",
    "no-authority": ({ domain }) =>
      `geen enkele openbare certificaatautoriteit geeft certificaten uit voor ${domain}: schrijf self-signed of files`,
    "file-needed": () => "noem het bestand; source = files heeft het nodig",
    "update-needs-provider": () => "noem wie de records aanneemt: dns.provider, met dns.token_file",
    "token-file-unreadable": ({ detail }) =>
      `het is niet te lezen (${detail}): schrijf het token erin, of laat deze gebruiker het lezen`,
    "token-file-open": ({ detail }) => `anderen kunnen het lezen: chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }) => `dit ontbreekt erin: ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }) => `noem het bestand met het token; dns.provider = ${provider} heeft het nodig`,
    resolver: () => "schrijf een IP-adres, met een poort als dat niet 53 is: 192.0.2.1, [2001:db8::1]:5353",
    "port-range": () => "schrijf de eerste en de laatste poort, van 1024 tot 65535, zoals 49152-49215",
    "small-stanzas": () => `schrijf "10kB" of meer: alle apps rekenen daarop`,
    subdomain: () => "schrijf een naam die vrij is, zoals rooms",

    "keys-of-system": () =>
      `schrijf false: sleutels worden alleen bewaard met auth.source = "system", waar te zien is dat een wachtwoord is veranderd`,
    "file-name": () => "schrijf de naam van een bestand in /etc/pam.d, zoals jabber-home",
    "whole-path": () => "schrijf het programma met zijn volledige pad, zoals /usr/local/bin/controleer-wachtwoord",
    "ldap-url": () => "schrijf ldaps:// en de naam van de machine van de directory, zoals ldaps://ldap.voorbeeld.nl",
    "ldap-dn": () =>
      "schrijf de distinguished name van een account, met {name} erin, zoals uid={name},ou=people,dc=voorbeeld,dc=nl",
    "auth-time": () => `schrijf een duur van "1s" tot "1m"`,
    "accounts-elsewhere": ({ source }) =>
      `schrijf "closed": met auth.source = "${source}" worden hier geen accounts aangemaakt`,

    roots: (roots) => `${unusableRoots(roots)}: schrijf het pad van een PEM-bestand, of laat het leeg`,
    certificate: (problem) => problemSentences(problem, certificateProblems, longMoment),
  },
};
