/** What is wrong with a value in config.toml or after --set, in French. */
import { problemSentences } from "../certificate-sentences.ts";
import type { configProblems as en } from "../en/config-problems.ts";
import { addresses } from "./addresses.ts";
import { certificateProblems } from "./certificate-problems.ts";
import { unusableRoots } from "./system-errors.ts";
import { tomlErrors } from "./toml-errors.ts";
import { longMoment } from "./units.ts";

export const configProblems: typeof en = {
  line: (what, line, remedy) => `${what}${line === undefined ? "" : ` (ligne ${line})`} : ${remedy}`,

  remedies: {
    "true-or-false": () => "écrivez true ou false, sans guillemets",
    "whole-number": ({ min, max }) => `écrivez un nombre entier de ${min} à ${max}, sans guillemets`,
    texts: () => `écrivez une liste de textes entre crochets, comme ["un", "deux"]`,
    text: () => "écrivez un texte entre guillemets",
    quotes: ({ raw }) => `mettez des guillemets : "${raw}"`,
    "one-line": () => "écrivez tout sur une seule ligne, sans caractères de contrôle",
    choice: ({ choices, near }) =>
      `${near ? `vouliez-vous dire « ${near} » ? ` : ""}choisissez parmi : ${choices.join(", ")}`,
    listener: () => `écrivez ADRESSE:PORT, comme "[::]:5222" ou "127.0.0.1:5222", ou bien "off"`,
    duration: () => `écrivez une durée comme "30s", "5m", "1h" ou "7d", ou bien "forever" (sans limite)`,
    size: () => `écrivez une taille comme "10kB" ou "2MB"`,

    renamed: ({ current }) => `cette option s'appelle désormais ${current}`,
    "both-names": ({ current }) =>
      `retirez-la : cette option s'appelle désormais ${current}, et celle-ci est déjà indiquée`,
    "no-such-option": ({ near }) =>
      near ? `cette option n'existe pas ; vouliez-vous dire ${near} ?` : "cette option n'existe pas ; retirez-la",
    "no-value": ({ key }) => `écrivez --set ${key}=VALEUR`,
    "not-toml": ({ why }) => tomlErrors[why] ?? why,

    domain: () => "écrivez le domaine seul, comme exemple.fr",
    domains: () => "écrivez des domaines seuls, comme exemple.fr",
    "same-domain": () => "nommez chaque domaine une seule fois",
    "former-domain": () => "écrivez ANCIEN=DOMAINE, comme ancien.fr=exemple.fr, où DOMAINE est servi ici",
    "backup-folder": () =>
      "écrivez un chemin entier, comme /media/usb/sauvegardes, ou backups pour un dossier à côté des données, ou off",
    "metrics-open": () => "réglez aussi metrics.token, ou n'écoutez que sur cette machine : 127.0.0.1:9280",
    "metrics-token": () => "choisissez au moins 16 caractères ASCII sans espace, comme ceux de  openssl rand -hex 16",
    "age-recipient": () =>
      "écrivez la clé publique qu'age-keygen a affichée, age1 et 58 lettres ; une lettre est fausse, ou c'est une clé d'un autre genre",
    "age-secret": () =>
      "c'est la moitié secrète, celle qui ouvre les sauvegardes : gardez-la sur une autre machine, et écrivez ici la publique, age1…",
    "host-name": () => "écrivez un nom de machine, comme tintin.exemple.fr",
    "ip-addresses": () => "écrivez des adresses IP, comme 192.0.2.12 ou 2001:db8::12",
    unreachable: ({ address, range }) => addresses[range](address).join(" "),
    "same-listener": ({ other }) => `${other} utilise déjà ce port`,
    "web-address": () => "écrivez un nom, suivi du port si ce n'est pas 443 : chat.exemple.fr, chat.exemple.fr:5443",
    "web-name": ({ origin, host }) =>
      `les pages et les fichiers sont sur ${origin} ; si cela mène à une autre machine (jabber-home dns), écrivez ${host}`,
    networks: () => "écrivez des adresses IP, ou des réseaux comme 10.0.0.0/8 ou 2001:db8::/32",
    "proxies-needed": () =>
      "indiquez qui peut se connecter à listen.http_proxied, comme 127.0.0.1 ; sinon, personne ne le peut : mieux vaut alors le couper",
    origin: ({ near }) =>
      near
        ? `écrivez-la comme les navigateurs l'envoient : ${near}`
        : "écrivez-la comme les navigateurs l'envoient : le protocole et le nom, suivis du port si ce n'est pas le port habituel : https://chat.exemple.fr",
    "bosh-time": () => `écrivez une durée de "2s" à "1h"`,
    "acme-directory": () => "écrivez l'adresse d'un annuaire ACME, https://…",
    contact: () => "écrivez une seule adresse e-mail, comme moi@exemple.fr",
    "no-authority": ({ domain }) =>
      `aucune autorité publique n'émet de certificats pour ${domain} : écrivez self-signed ou files`,
    "file-needed": () => "indiquez le fichier ; source = files en a besoin",
    "update-needs-provider": () => "indiquez qui prend les enregistrements : dns.provider, avec dns.token_file",
    "token-file-unreadable": ({ detail }) =>
      `il ne se laisse pas lire (${detail}) : écrivez-y le jeton, ou laissez cet utilisateur le lire`,
    "token-file-open": ({ detail }) => `d'autres peuvent le lire : chmod 600 ${detail}`,
    "token-file-incomplete": ({ detail }) => `il y manque ceci : ${detail} (docs/dns.md)`,
    "token-file-needed": ({ provider }) => `indiquez le fichier du jeton ; dns.provider = ${provider} en a besoin`,
    resolver: () => "écrivez une adresse IP, suivie du port si ce n'est pas 53 : 192.0.2.1, [2001:db8::1]:5353",
    "port-range": () => "écrivez le premier et le dernier port, entre 1024 et 65535, comme 49152-49215",
    "small-stanzas": () => `écrivez "10kB" ou plus : tous les clients comptent là-dessus`,
    subdomain: () => "écrivez un nom qui est libre, comme rooms",

    "keys-of-system": () =>
      `écrivez false : des clés ne sont gardées qu'avec auth.source = "system", où l'on voit qu'un mot de passe a changé`,
    "file-name": () => "écrivez le nom d'un fichier de /etc/pam.d, comme jabber-home",
    "whole-path": () => "écrivez le programme avec son chemin complet, comme /usr/local/bin/verifie-mot-de-passe",
    "ldap-url": () => "écrivez ldaps:// et le nom de la machine de l'annuaire, comme ldaps://ldap.exemple.fr",
    "ldap-dn": () =>
      "écrivez le nom distinctif d'un compte, avec {name} dedans, comme uid={name},ou=people,dc=exemple,dc=fr",
    "auth-time": () => `écrivez une durée de "1s" à "1m"`,
    "accounts-elsewhere": ({ source }) =>
      `écrivez "closed" : avec auth.source = "${source}", aucun compte ne se crée ici`,

    roots: (roots) => `${unusableRoots(roots)} : écrivez le chemin d'un fichier PEM, ou ne mettez rien`,
    certificate: (problem) => problemSentences(problem, certificateProblems, longMoment),
  },
};
