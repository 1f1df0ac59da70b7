/** What `move-in` and its section of the account's page say, in Italian. */
import type { moveIn as en } from "../en/move-in.ts";
import { counted } from "./units.ts";

export const moveIn: typeof en = {
  oldPassword: (account) => `Password di ${account} sul vecchio server (non viene conservata)`,
  followQuestion: "Chiedere ai tuoi contatti di seguirti al nuovo indirizzo?",
  signedIn: (account) => `accesso fatto come ${account}`,
  stages: {
    contacts: "contatti",
    vcards: "profilo",
    blocked: "indirizzi bloccati",
    preferences: "scelta di che cosa si archivia",
    private: "segnalibri e dati privati",
    nodes: "pubblicazioni",
    archived: "cronologia",
    following: "richiesta ai contatti di seguire",
  },
  stage: (name, done, total) => (total === undefined ? `${name}: ${done}` : `${name}: ${done} su ${total}`),
  head: (from, to) => `Che cosa è arrivato da ${from} a ${to}:`,
  headTrial: (from, to) => `Che cosa arriverebbe da ${from} a ${to}; non è stato cambiato nulla, né là né qui:`,
  noMessageCount: "messaggi della cronologia: il vecchio server non dice quanti prima della copia",
  nothing: "nulla",
  alreadyHere: (count) => `, ${count} già qui`,
  leftHead: "Che cosa non può arrivare, e perché:",
  moreLeft: (count) => `e altri ${count} (--json li indica tutti)`,
  stays: [
    "Alcune cose restano nel vecchio account, perché nessuna app le riceve: le persone che hanno chiesto di diventare contatti e aspettano una risposta; i file inviati (i loro link portano sempre al vecchio server); l'appartenenza alle stanze (chiedi ai proprietari delle stanze chiuse di ammettere il nuovo indirizzo).",
    "Le chat cifrate ricominciano: ogni app crea le proprie chiavi per il nuovo indirizzo.",
  ],
  asked: (count) =>
    `${counted(count, "contatto è invitato", "contatti sono invitati")} a seguire. Se il loro server conosce XEP-0283, è tutto; altrimenti lo chiede la loro app, come per un nuovo contatto. Tieni il vecchio account fino alla loro risposta: è quello a confermare il nuovo indirizzo.`,
  askedTrial: (count) => `${counted(count, "contatto verrebbe invitato", "contatti verrebbero invitati")} a seguire`,
  notAsked: "I contatti non sono stati invitati a seguire: bisogna aggiungerli di nuovo uno per uno.",
  notStated: (from) =>
    `${from} non ha potuto annunciare il nuovo indirizzo: ogni contatto dovrà accettarlo di persona.`,
  choose: (to, link) => `Scegli la password di ${to} (il link vale un giorno): ${link}`,
  noPassword: (to) => `${to} non ha una password conosciuta: jabber-home user passwd ${to}`,
  signInAgain: "Le app già connesse vedono i contatti appena si riconnettono.",
  exists: (to) => `${to} esiste già`,
  existsRemedy: (to) =>
    `se tutto deve arrivare in questo account, indicalo: --to ${to}; oppure scegli un altro nome: --to NOME`,
  ended: () => [
    "il server si è fermato a metà",
    "ciò che è stato copiato resta: avvialo, e dai di nuovo lo stesso comando",
  ],
  problems: {
    "no-server": ({ domain, why }) => [`${domain} non è un server per le app: ${why}`, "controlla l'indirizzo"],
    unreachable: ({ domain, why }) => [`${domain} è irraggiungibile: ${why}`, "riprova più tardi"],
    "no-tls": ({ domain, why }) => [
      `nessuna password si invia in chiaro a ${domain}: ${why}`,
      "chiedi a chi lo amministra",
    ],
    certificate: ({ domain, why }) => [
      `${domain} non dimostra di essere ${domain}: ${why}`,
      "chiedi a chi lo amministra; una tua autorità si indica con federation.ca_file",
    ],
    password: ({ account }) => [
      `il vecchio server non accetta la password di ${account}`,
      "controlla l'indirizzo e la password",
    ],
    refused: ({ account, why }) => [
      `il vecchio server non lascia accedere ${account}: ${why}`,
      "chiedi a chi lo amministra",
    ],
    lost: ({ domain, why }) => [
      `la connessione a ${domain} si è interrotta a metà: ${why}`,
      "ciò che è stato copiato resta; ricomincia, e si riprende da dove si era arrivati",
    ],
  },
  page: {
    title: "Fai arrivare il tuo vecchio account",
    lead: "Se hai un account su un altro server, tutto può arrivare qui: contatti, segnalibri, profilo, pubblicazioni, indirizzi bloccati e cronologia. La password serve una volta, per accedere là come fa un'app; non viene né conservata né annotata.",
    address: "Il tuo vecchio indirizzo",
    addressHint: "alice@altrove.org",
    password: "La sua password",
    follow: "Chiedi ai miei contatti di seguirmi a questo indirizzo",
    button: "Fallo arrivare",
    running: (from) => `La copia di ${from} è in corso. Puoi chiudere questa pagina; la copia continua.`,
    look: "Aggiorna",
    done: (from) => `${from} è arrivato qui.`,
    failed: (from) => `${from} non è arrivato, o non del tutto:`,
    started: "La copia è cominciata.",
    again: "Puoi ricominciare: ciò che è già qui non si duplica.",
  },
};
