/** What the everyday verbs say, in both languages. What is wrong with a configuration is told in English. */
import { frenchSpacesIn } from "../../installer/i18n/french-spaces.ts";
import type { Language } from "../certificate/messages.ts";
import { sizeText } from "../size.ts";

/** "3 days": in English 1 is a singular, in French 0 as well. */
const counted = (number: number, few: string, many: string): string => `${number} ${number === 1 ? few : many}`;
const countedInFrench = (number: number, few: string, many: string): string => `${number} ${number < 2 ? few : many}`;

const en = {
  age: (minutes: number): string => {
    if (minutes < 120) return counted(minutes, "minute", "minutes");
    return minutes < 2880
      ? counted(Math.floor(minutes / 60), "hour", "hours")
      : counted(Math.floor(minutes / 1440), "day", "days");
  },
  size: (bytes: number): string => sizeText(bytes, "en"),
  status: {
    runs: (version: string, domains: string, age: string, pid: number) =>
      `jabber-home ${version} serves ${domains}, up for ${age} (process ${pid})`,
    load: (sessions: number, servers: number, accounts: number, megabytes: number) =>
      [
        `${counted(sessions, "app", "apps")} and ${counted(servers, "other server", "other servers")} connected`,
        counted(accounts, "account", "accounts"),
        `${megabytes} MB of memory`,
      ].join(", "),
    diskFull: (free: number, reserve: number) =>
      `the disk is nearly full (${free} MB free, ${reserve} MB are kept free): nothing new is taken until there is room`,
    certificate: (source: string, names: string, until: string) =>
      `certificate (${source}) for ${names} until ${until}`,
    over: ", which is over",
    soon: (age: string) => `, in ${age}`,
    notRenewed: (reason: string) => `could not be renewed (${reason}): see jabber-home certificate`,
    listens: "listens on",
    notRunning: (directory: string) => `the server of ${directory} is not running`,
    start: (command: string) => `start it: ${command}`,
    notSetUp: (command: string) => `it has not been set up: ${command}`,
  },
  user: {
    ready: (jid: string) => `${jid} is ready`,
    allReady: (count: number) => `${count} accounts are ready`,
    changed: (jid: string) => `${jid} has another password`,
    removed: (jid: string) => `${jid} is gone`,
    removeIt: (jid: string) => `Remove ${jid} with its history, contacts and files?`,
    notRemoved: "nothing was removed",
    since: (date: string) => `since ${date}`,
    administrator: "administrator",
    nobody: "nobody yet: jabber-home user add JID",
    password: (jid: string) => `Password for ${jid}`,
    again: "Once more",
    needed: "A password, please.",
    cancelled: "cancelled: nothing was changed",
    different: "the two passwords are not the same: nothing was changed",
  },
  config: { right: (file: string) => `${file} is right` },
  paths: {
    home: "home",
    config: "config",
    database: "database",
    certificate: "certificate",
    control_socket: "control socket",
    secret: "secret",
    lock: "lock",
    spare: "spare room",
  },
};

export type Words = typeof en;

const fr: Words = {
  age: (minutes) => {
    if (minutes < 120) return countedInFrench(minutes, "minute", "minutes");
    return minutes < 2880
      ? countedInFrench(Math.floor(minutes / 60), "heure", "heures")
      : countedInFrench(Math.floor(minutes / 1440), "jour", "jours");
  },
  size: (bytes) => sizeText(bytes, "fr"),
  status: {
    runs: (version, domains, age, pid) =>
      `jabber-home ${version} sert ${domains}, en marche depuis ${age} (processus ${pid})`,
    load: (sessions, servers, accounts, megabytes) =>
      [
        countedInFrench(sessions, "application connectée", "applications connectées"),
        countedInFrench(servers, "autre serveur connecté", "autres serveurs connectés"),
        countedInFrench(accounts, "compte", "comptes"),
        `${megabytes} Mo de mémoire`,
      ].join(", "),
    diskFull: (free, reserve) =>
      `le disque est presque plein (${free} Mo libres, ${reserve} Mo doivent le rester) : rien de nouveau n'est accepté d'ici là`,
    certificate: (source, names, until) => `certificat (${source}) pour ${names} jusqu'au ${until}`,
    over: ", ce qui est passé",
    soon: (age) => `, dans ${age}`,
    notRenewed: (reason) => `n'a pas pu être renouvelé (${reason}) : voir jabber-home certificate`,
    listens: "écoute sur",
    notRunning: (directory) => `le serveur de ${directory} ne tourne pas`,
    start: (command) => `pour le démarrer : ${command}`,
    notSetUp: (command) => `il n'a pas été installé : ${command}`,
  },
  user: {
    ready: (jid) => `${jid} est prête`,
    allReady: (count) => `${count} comptes sont prêts`,
    changed: (jid) => `${jid} a un autre mot de passe`,
    removed: (jid) => `${jid} n'existe plus`,
    removeIt: (jid) => `Supprimer ${jid} avec son historique, ses contacts et ses fichiers ?`,
    notRemoved: "rien n'a été supprimé",
    since: (date) => `depuis le ${date}`,
    administrator: "administrateur",
    nobody: "personne encore : jabber-home user add JID",
    password: (jid) => `Mot de passe pour ${jid}`,
    again: "Encore une fois",
    needed: "Un mot de passe, s'il vous plaît.",
    cancelled: "annulé : rien n'a changé",
    different: "les deux mots de passe diffèrent : rien n'a changé",
  },
  config: { right: (file) => `${file} est correct` },
  paths: {
    home: "dossier",
    config: "configuration",
    database: "base de données",
    certificate: "certificat",
    control_socket: "prise de contrôle",
    secret: "secret",
    lock: "verrou",
    spare: "place de réserve",
  },
};

export const WORDS: Readonly<Record<Language, Words>> = { en, fr: frenchSpacesIn(fr) };
