/** What is wrong with a value in config.toml or after --set, in English. */
import { type CertificateProblemFacts, problemSentences } from "../certificate-sentences.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { type UnusableRoots, unusableRoots } from "./system-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems = {
  /** `what` is the key and its value, as they were written. */
  line: (what: string, line: number | undefined, remedy: string): string =>
    `${what}${line === undefined ? "" : ` (line ${line})`}: ${remedy}`,

  /** What is expected, or what to write instead. */
  remedies: {
    "true-or-false": (): string => "write true or false, without quotes",
    "whole-number": ({ min, max }: { min: number; max: number }): string =>
      `write a whole number from ${min} to ${max}, without quotes`,
    texts: (): string => `write a list of texts in brackets, such as ["one", "two"]`,
    text: (): string => "write a text in quotes",
    quotes: ({ raw }: { raw: number | boolean }): string => `write it in quotes: "${raw}"`,
    "one-line": (): string => "write it on one line, without control characters",
    choice: ({ choices, near }: { choices: readonly string[]; near: string | undefined }): string =>
      `${near ? `did you mean "${near}"? ` : ""}choose one of ${choices.join(", ")}`,
    listener: (): string => `write ADDRESS:PORT, such as "[::]:5222" or "127.0.0.1:5222", or "off"`,
    duration: (): string => `write a duration such as "30s", "5m", "1h", "7d", or "forever"`,
    size: (): string => `write a size such as "10kB" or "2MB"`,

    renamed: ({ current }: { current: string }): string => `it is called ${current} now`,
    "both-names": ({ current }: { current: string }): string =>
      `remove it: it is called ${current} now, which is set as well`,
    "no-such-option": ({ near }: { near: string | undefined }): string =>
      near ? `there is no such option; did you mean ${near}?` : "there is no such option; remove it",
    "no-value": ({ key }: { key: string }): string => `write --set ${key}=VALUE`,
    /** `why` is the parser's sentence. */
    "not-toml": ({ why }: { why: string }): string => why,

    domain: (): string => "write the domain alone, such as example.com",
    domains: (): string => "write domains alone, such as example.com",
    "same-domain": (): string => "name each domain once",
    "former-domain": (): string => "write FORMER=DOMAIN, such as old.example=example.com, where DOMAIN is served here",
    "backup-folder": (): string =>
      "write a whole path, such as /media/usb/backups, or backups for a folder in the home, or off",
    "metrics-open": (): string => "set metrics.token as well, or listen on this machine alone: 127.0.0.1:9280",
    "metrics-token": (): string =>
      "choose at least 16 characters of ASCII without spaces, such as those of  openssl rand -hex 16",
    "age-recipient": (): string =>
      "write the public key that age-keygen has printed, age1 and 58 letters; a letter is wrong, or it is a key of another kind",
    "age-secret": (): string =>
      "this is the secret half, which opens the backups: keep it on another machine, and write the public one here, age1…",
    "host-name": (): string => "write a host name, such as tintin.example.com",
    "ip-addresses": (): string => "write IP addresses, such as 192.0.2.12 or 2001:db8::12",
    unreachable: ({ address, range }: { address: string; range: keyof typeof addresses }): string =>
      addresses[range](address).join(" "),
    "same-listener": ({ other }: { other: string }): string => `${other} has this port already`,
    "web-address": (): string =>
      "write a name, with its port where that is not 443: chat.example.com, chat.example.com:5443",
    "web-name": ({ origin, host }: { origin: string; host: string }): string =>
      `pages and files are at ${origin}; where that leads to another machine (jabber-home dns), write ${host}`,
    networks: (): string => "write IP addresses, or networks such as 10.0.0.0/8 or 2001:db8::/32",
    "proxies-needed": (): string =>
      "name who may connect to listen.http_proxied, such as 127.0.0.1; without, nobody may: switch it off then",
    origin: ({ near }: { near: string | undefined }): string =>
      near
        ? `write it as browsers send it: ${near}`
        : "write it as browsers send it: the scheme and the name, with a port where it is not the usual one: https://chat.example.org",
    "bosh-time": (): string => `write a duration from "2s" to "1h"`,
    "acme-directory": (): string => "write the address of an ACME directory, https://…",
    contact: (): string => "write one e-mail address, such as me@example.com",
    "no-authority": ({ domain }: { domain: string }): string =>
      `no public authority issues certificates for ${domain}: write self-signed or files`,
    "file-needed": (): string => "name the file; source = files needs it",
    "update-needs-provider": (): string => "name who takes the records: dns.provider, with dns.token_file",
    "token-file-unreadable": ({ detail }: { detail: string }): string =>
      `it cannot be read (${detail}): write the token into it, or let this user read it`,
    "token-file-open": ({ detail }: { detail: string }): string => `others may read it: chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }: { detail: string }): string =>
      `this is missing in it: ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }: { provider: string }): string =>
      `name the file with the token; dns.provider = ${provider} needs it`,
    resolver: (): string => "write an IP address, with a port where it is not 53: 192.0.2.1, [2001:db8::1]:5353",
    "port-range": (): string => "write the first and the last port, from 1024 to 65535, such as 49152-49215",
    "small-stanzas": (): string => `write "10kB" or more: every client counts on that`,
    subdomain: (): string => "write a name that is free, such as rooms",

    "keys-of-system": (): string =>
      `write false: keys are kept with auth.source = "system" alone, where it is seen that a password has changed`,
    "file-name": (): string => "write the name of a file below /etc/pam.d, such as jabber-home",
    "whole-path": (): string => "write the program with its whole path, such as /usr/local/bin/check-password",
    "ldap-url": (): string =>
      "write ldaps:// and the name of the directory's machine, such as ldaps://ldap.example.com",
    "ldap-dn": (): string =>
      "write the distinguished name of an account with {name} in it, such as uid={name},ou=people,dc=example,dc=com",
    "auth-time": (): string => `write a duration from "1s" to "1m"`,
    "accounts-elsewhere": ({ source }: { source: string }): string =>
      `write "closed": with auth.source = "${source}" no accounts are made here`,

    roots: (roots: UnusableRoots): string => `${unusableRoots(roots)}: write the path of a PEM file, or leave it empty`,
    certificate: (problem: CertificateProblemFacts): string =>
      problemSentences(problem, certificateProblems, longMoment),
  },
};
