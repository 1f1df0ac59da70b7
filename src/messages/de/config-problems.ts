/** What is wrong with a value in config.toml or after --set, in German. */
import { problemSentences } from "../certificate-sentences.ts";
import type { configProblems as en } from "../en/config-problems.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { unusableRoots } from "./system-errors.ts";
import { tomlErrors } from "./toml-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems: typeof en = {
  line: (what, line, remedy) => `${what}${line === undefined ? "" : ` (Zeile ${line})`}: ${remedy}`,

  remedies: {
    "true-or-false": () => "schreib true oder false, ohne Anführungszeichen",
    "whole-number": ({ min, max }) => `schreib eine ganze Zahl von ${min} bis ${max}, ohne Anführungszeichen`,
    texts: () => `schreib eine Liste von Texten in eckigen Klammern, wie ["eins", "zwei"]`,
    text: () => "schreib einen Text in Anführungszeichen",
    quotes: ({ raw }) => `schreib es in Anführungszeichen: "${raw}"`,
    "one-line": () => "schreib es in eine Zeile, ohne Steuerzeichen",
    choice: ({ choices, near }) => `${near ? `meintest du „${near}“? ` : ""}wähle eins davon: ${choices.join(", ")}`,
    listener: () => `schreib ADRESSE:PORT, wie "[::]:5222" oder "127.0.0.1:5222", oder "off"`,
    duration: () => `schreib eine Dauer wie "30s", "5m", "1h", "7d", oder "forever" (unbegrenzt)`,
    size: () => `schreib eine Größe wie "10kB" oder "2MB"`,

    renamed: ({ current }) => `das heißt jetzt ${current}`,
    "both-names": ({ current }) => `entferne es: Das heißt jetzt ${current}, und auch das ist gesetzt`,
    "no-such-option": ({ near }) =>
      near ? `diese Einstellung gibt es nicht; meintest du ${near}?` : "diese Einstellung gibt es nicht; entferne sie",
    "no-value": ({ key }) => `schreib --set ${key}=WERT`,
    "not-toml": ({ why }) => tomlErrors[why] ?? why,

    domain: () => "schreib nur die Domain, wie beispiel.de",
    domains: () => "schreib nur Domains, wie beispiel.de",
    "same-domain": () => "nenne jede Domain nur einmal",
    "former-domain": () => "schreib FRÜHER=DOMAIN, wie alt.de=beispiel.de; DOMAIN ist eine von hier",
    "backup-folder": () =>
      "schreib einen ganzen Pfad, wie /media/usb/sicherungen, oder backups für einen Ordner im Datenordner, oder off",
    "metrics-open": () => "setze auch metrics.token, oder lausche nur auf diesem Rechner: 127.0.0.1:9280",
    "metrics-token": () => "wähle mindestens 16 ASCII-Zeichen ohne Leerzeichen, wie die von  openssl rand -hex 16",
    "age-recipient": () =>
      "schreib den öffentlichen Schlüssel, den age-keygen ausgegeben hat, age1 und 58 Buchstaben; ein Buchstabe ist falsch, oder es ist ein Schlüssel anderer Art",
    "age-secret": () =>
      "das ist die geheime Hälfte, die die Sicherungen öffnet: Bewahre sie auf einem anderen Rechner auf, und schreib hierher die öffentliche, age1…",
    "host-name": () => "schreib einen Rechnernamen, wie tintin.beispiel.de",
    "ip-addresses": () => "schreib IP-Adressen, wie 192.0.2.12 oder 2001:db8::12",
    unreachable: ({ address, range }) => addresses[range](address).join(" "),
    "same-listener": ({ other }) => `${other} hat diesen Port schon`,
    "web-address": () =>
      "schreib einen Namen, mit Port, wenn es nicht 443 ist: chat.beispiel.de, chat.beispiel.de:5443",
    "web-name": ({ origin, host }) =>
      `Seiten und Dateien sind unter ${origin}; wenn das zu einem anderen Rechner führt (jabber-home dns), schreib ${host}`,
    networks: () => "schreib IP-Adressen, oder Netze wie 10.0.0.0/8 oder 2001:db8::/32",
    "proxies-needed": () =>
      "nenne, wer sich mit listen.http_proxied verbinden darf, wie 127.0.0.1; sonst darf es niemand: Schalte es dann aus",
    origin: ({ near }) =>
      near
        ? `schreib es so, wie Browser es senden: ${near}`
        : "schreib es so, wie Browser es senden: das Protokoll und den Namen, mit Port, wenn es nicht der übliche ist: https://chat.beispiel.de",
    "bosh-time": () => `schreib eine Dauer von "2s" bis "1h"`,
    "acme-directory": () => "schreib die Adresse eines ACME-Verzeichnisses, https://…",
    contact: () => "schreib eine einzige E-Mail-Adresse, wie ich@beispiel.de",
    "no-authority": ({ domain }) =>
      `keine öffentliche Zertifizierungsstelle stellt Zertifikate für ${domain} aus: Schreib self-signed oder files`,
    "file-needed": () => "nenne die Datei; source = files braucht sie",
    "update-needs-provider": () => "nenne, wer die Einträge annimmt: dns.provider, mit dns.token_file",
    "token-file-unreadable": ({ detail }) =>
      `sie lässt sich nicht lesen (${detail}): Schreib das Token hinein, oder lass diesen Benutzer sie lesen`,
    "token-file-open": ({ detail }) => `andere dürfen sie lesen: chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }) => `darin fehlt: ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }) => `nenne die Datei mit dem Token; dns.provider = ${provider} braucht sie`,
    resolver: () => "schreib eine IP-Adresse, mit Port, wenn es nicht 53 ist: 192.0.2.1, [2001:db8::1]:5353",
    "port-range": () => "schreib den ersten und den letzten Port, zwischen 1024 und 65535, wie 49152-49215",
    "small-stanzas": () => `schreib "10kB" oder mehr: Jede App rechnet damit`,
    subdomain: () => "schreib einen Namen, der frei ist, wie rooms",

    "keys-of-system": () =>
      `schreib false: Schlüssel werden nur mit auth.source = "system" aufbewahrt, wo zu sehen ist, dass sich ein Passwort geändert hat`,
    "file-name": () => "schreib den Namen einer Datei in /etc/pam.d, wie jabber-home",
    "whole-path": () => "schreib das Programm mit seinem ganzen Pfad, wie /usr/local/bin/pruefe-passwort",
    "ldap-url": () => "schreib ldaps:// und den Namen des Verzeichnisservers, wie ldaps://ldap.beispiel.de",
    "ldap-dn": () =>
      "schreib den Distinguished Name eines Kontos mit {name} darin, wie uid={name},ou=people,dc=beispiel,dc=de",
    "auth-time": () => `schreib eine Dauer von "1s" bis "1m"`,
    "accounts-elsewhere": ({ source }) =>
      `schreib "closed": Mit auth.source = "${source}" werden hier keine Konten angelegt`,

    roots: (roots) => `${unusableRoots(roots)}: Schreib den Pfad einer PEM-Datei, oder lass es leer`,
    certificate: (problem) => problemSentences(problem, certificateProblems, longMoment),
  },
};
