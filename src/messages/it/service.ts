/** The service of systemd, in the wizard and in `jabber-home service`, in Italian. */
import type { service as en } from "../en/service.ts";

export const service: typeof en = {
  question: "Avviarlo adesso, e a ogni avvio della macchina?",
  questionLocal: "Avviarlo adesso?",
  modes: {
    service: "Sì, come servizio",
    foreground: "Adesso, in questa finestra",
    later: "No, lo avvierò io",
    already: "No, è già in funzione",
  },
  installing: "installazione e avvio del servizio",
  failed: "Il servizio non è in funzione",
  blocked: "Non può ancora avviarsi",
  problems: {
    "no-systemd":
      "questo sistema non ha systemd: jabber-home service file  mostra che cosa serve al suo gestore di servizi",
    "no-manager": (given, managers) => `«${given}» non è un gestore di servizi conosciuto qui: scegli tra ${managers}`,
    "not-administrator": "riservato all'amministratore: metti sudo davanti",
    "not-compiled": "solo il programma compilato può diventare un servizio: lo costruisce npm run build",
    "not-set-up": (home) => `${home} non ha un config.toml: esegui jabber-home setup --home ${home}`,
    path: (path) => `${path}: scegli un percorso fatto di lettere, cifre e questi segni: . _ @ + -`,
    failed: (command, output) => `${command}: ${output}`,
  },
  installed: "il servizio è installato e in funzione",
  joined: (person) => `${person} lo userà senza sudo dal suo prossimo accesso alla macchina`,
  removed: (home) => `il servizio è stato tolto; ${home} e il suo utente restano`,
  done: {
    start: "il servizio è in funzione",
    stop: "il servizio è fermo",
    restart: "il servizio si è riavviato",
    reload: "il servizio ha riletto config.toml; che cosa ne dice: jabber-home logs",
  },
  notInstalled: "il servizio non è installato: jabber-home service install",
  logs: {
    notANumber: (given) => `«${given}» non è un numero di righe: scrivi per esempio --lines 1000`,
    notADuration: (given) => `«${given}» non è una durata: scrivi per esempio --since 1h`,
    notShown: "non è stato possibile leggere il registro di systemd",
    withSudo: (command) => `journald lo mostra agli amministratori e al gruppo systemd-journal: ${command}`,
    elsewhere: (pid, target) =>
      `Il registro del server (processo ${pid}) va dove è stato avviato${target === undefined ? "" : `, ${target}`}.\n  2>> FILE  dopo il comando di avvio lo conserva, per mostrarlo qui.`,
    notRunning: (command) =>
      `Il server non è in funzione; e non è nemmeno un servizio, di cui systemd\nconserverebbe il registro.\n  ${command}\n  lo scrive sul terminale; con  2>> FILE  dopo, in un file.`,
  },
  state: (state, isEnabled) => `${state}, ${isEnabled ? "parte" : "non parte"} con la macchina`,
};
