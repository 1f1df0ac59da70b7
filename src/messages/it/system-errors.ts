/** What the system refuses that is no file of the home, and what to do about it, in Italian. */
import type { systemErrors as english, UnusableRoots } from "../en/system-errors.ts";

/** By the system's codes. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "questo file non esiste",
  EACCES: "accesso negato",
  EPERM: "accesso negato",
  EISDIR: "è una cartella",
  ENOTDIR: "ciò che precede l'ultima / è un file, e non una cartella",
};

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable
    ? `impossibile leggere ${path} (${UNREADABLE[unreadable.code] ?? unreadable.why})`
    : `non c'è nessun certificato in ${path}`;

export const systemErrors: typeof english = {
  notPermitted: "esegui il comando come proprietario della cartella, o con sudo",
  readOnly: "scegli una cartella in cui si può scrivere, con --home CARTELLA",
  diskFull: "fai spazio sul disco",
  notFolder: "scegli un'altra cartella con --home CARTELLA",
  addressInUse: "ferma ciò che occupa la porta, o scegline un'altra con --set listen.NOME=INDIRIZZO:PORTA",
  lowPort:
    "le porte sotto la 1024 sono riservate all'amministratore: sudo jabber-home service install ne fa un servizio, che può usarle; oppure scegli una porta più alta con --set listen.NOME=INDIRIZZO:PORTA",
  noSuchAddress: "questa macchina non ha quell'indirizzo: cambialo in config.toml",
  noSuchFamily: "metti un indirizzo IPv4 in config.toml, o [::] per tutti gli indirizzi che ci sono",
  noSuchFile: "controlla il nome del file",
  isFolder: "indica un file, e non una cartella",
  listening: {
    EADDRINUSE: (place) => `${place}: questa porta è già occupata`,
    EACCES: (place) => `${place}: non è permesso mettersi in ascolto su questa porta`,
    EADDRNOTAVAIL: (place) => `${place}: questa macchina non ha quell'indirizzo`,
    EAFNOSUPPORT: (place) => `${place}: è un indirizzo IPv6, ma su questa macchina IPv6 è disattivato`,
  },
  notListening: (place, why) => `${place}: impossibile mettersi in ascolto su questa porta (${why})`,
  roots: (roots) => [unusableRoots(roots), "lo indica SSL_CERT_FILE; correggi quella variabile, o toglila"],
  auth: {
    "no-pam": (detail) => [
      `questa macchina non ha PAM per verificare le password (auth.source = "system"): ${detail}`,
      'installalo (Debian: libpam0g, libpam-modules; Fedora: pam); su Alpine e gli altri sistemi con musl è impossibile: scrivi source = "internal" nella sezione [auth] di config.toml',
    ],
    "no-pam-service": (detail) => [
      `manca ${detail}, che dice a PAM come verificare le password (auth.source = "system")`,
      "esegui di nuovo sudo jabber-home setup, che lo scrive; il suo contenuto: docs/accounts.md",
    ],
    "no-program": (detail) => [
      `impossibile eseguire ${detail}, che deve verificare le password (auth.command)`,
      "scrivi nella sezione [auth] di config.toml il percorso completo di un programma che l'utente del server può eseguire",
    ],
  },
  homeIsOpen: (home, mode) => [
    `altri oltre a te possono modificare ciò che è in ${home} (i suoi permessi sono ${mode})`,
    `scegli una cartella che serve solo a questo con --home CARTELLA, o chiudi questa: chmod 700 ${home}`,
  ],
};
