/** The service of systemd, in the wizard and in `jabber-home service`, in Dutch. */
import type { service as en } from "../en/service.ts";

export const service: typeof en = {
  question: "De server nu starten, en telkens als deze machine start?",
  questionLocal: "De server nu starten?",
  modes: {
    service: "Ja, als service",
    foreground: "Nu starten, in dit venster",
    later: "Nee, ik start hem zelf",
    already: "Nee, hij draait al",
  },
  installing: "de service wordt geïnstalleerd en gestart",
  failed: "De service draait niet",
  blocked: "Starten kan nog niet",
  problems: {
    "no-systemd":
      "dit systeem heeft geen systemd: jabber-home service file  toont wat zijn eigen servicebeheer nodig heeft",
    "no-manager": (given, managers) => `“${given}” is geen servicebeheer dat hier bekend is: kies uit ${managers}`,
    "not-administrator": "alleen de beheerder mag dit: zet er sudo voor",
    "not-compiled": "alleen het gecompileerde programma kan een service zijn: npm run build maakt het",
    "not-set-up": (home) => `${home} heeft geen config.toml: start jabber-home setup --home ${home}`,
    path: (path) => `${path}: kies een pad met alleen letters, cijfers en . _ @ + -`,
    failed: (command, output) => `${command}: ${output}`,
  },
  installed: "de service is geïnstalleerd en draait",
  joined: (person) => `${person} heeft daarvoor geen sudo meer nodig vanaf de volgende keer inloggen`,
  removed: (home) => `de service is verwijderd; ${home} en zijn gebruiker blijven`,
  done: {
    start: "de service draait",
    stop: "de service is gestopt",
    restart: "de service is opnieuw gestart",
    reload: "de service heeft config.toml opnieuw gelezen; wat hij daarover zegt: jabber-home logs",
  },
  notInstalled: "de service is niet geïnstalleerd: jabber-home service install",
  logs: {
    notANumber: (given) => `“${given}” is geen aantal regels: schrijf bijvoorbeeld --lines 1000`,
    notADuration: (given) => `“${given}” is geen duur: schrijf bijvoorbeeld --since 1h`,
    notShown: "het logboek van systemd kon niet worden gelezen",
    withSudo: (command) => `journald toont het aan beheerders en aan de groep systemd-journal: ${command}`,
    elsewhere: (pid, target) =>
      `De server (proces ${pid}) schrijft zijn logboek waar hij startte${target === undefined ? "" : `, ${target}`}.\n  2>> BESTAND  achter de opdracht die hem start, bewaart het voor hier.`,
    notRunning: (command) =>
      `De server draait niet, en is geen service waarvan systemd\nhet logboek zou bewaren.\n  ${command}\n  schrijft het op de terminal; met  2>> BESTAND  erachter in een bestand.`,
  },
  state: (state, isEnabled) => `${state}, start ${isEnabled ? "" : "niet "}met de machine`,
};
