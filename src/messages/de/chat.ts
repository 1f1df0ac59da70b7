/** What the chat in the browser says around converse.js, in German. */
import type { chat as en } from "../en/chat.ts";

export const chat: typeof en = {
  title: "Chat",
  open: "Im Browser chatten",
  back: "Mein Konto",
  about: "Über diesen Chat",
  loading: "Der Chat wird geöffnet …",
  welcome:
    "Wähle jemanden in der Liste aus, oder einen Gruppenchat. Die Menüs daneben fügen einen Kontakt hinzu oder öffnen einen Gruppenchat.",
  encrypted: "Was Apps verschlüsselt haben (OMEMO), liest man in einer App, nicht hier.",
  noScript:
    "Der Chat im Browser braucht JavaScript, und das ist hier ausgeschaltet. Schalte es für diese Seite ein, oder nimm eine App: Die kann noch mehr.",
  failed:
    "Der Chat ließ sich nicht öffnen. Lade die Seite neu; wenn das nicht hilft, nimm eine aktuelle Version deines Browsers.",
  ended: "Du bist nicht mehr verbunden.",
  again: "Wieder verbinden",
  password: "Das Passwort änderst du auf der Seite deines Kontos.",
  lists: "Zurück zu allen Unterhaltungen",
  changePassword: "Passwort ändern",
  aboutPage: {
    title: "Über diesen Chat",
    lead: (domain) =>
      `Damit schreibst du aus jedem Browser den Leuten auf ${domain} und auf anderen Servern. Es wird nichts installiert, und niemand außer diesem Server wird nach irgendetwas gefragt.`,
    encryption: "Verschlüsseltes liest man in einer App",
    encryptionText:
      "Viele Apps verschlüsseln von Ende zu Ende, was zwei Personen einander schreiben (OMEMO): Nur die Geräte der beiden können es lesen. Dieser Chat im Browser kann das nicht. An der Stelle der Nachricht siehst du dann eine Zeile, die das sagt: Lies sie in deiner App. Was du hier schreibst, ist auf dem Weg zum Server geschützt und für den Server lesbar.",
    pictures: "Bilder",
    picturesText:
      "Bilder, die über diesen Server verschickt wurden, werden angezeigt. Die anderer Server sind Links: Sie anzuzeigen würde jenen Servern verraten, wer wann was liest.",
    install: "Auf dem Startbildschirm",
    installText:
      "„Installieren“ oder „Zum Startbildschirm hinzufügen“ im Menü des Browsers stellt diesen Chat neben deine Apps. Er meldet neue Nachrichten nur, solange er offen ist: Für Nachrichten zu jeder Zeit nimm eine App.",
    shared: "Am Computer von jemand anderem",
    sharedText:
      "Melde dich auf der Seite deines Kontos ab, wenn du gehst: Das schließt den Chat und löscht, was er in diesem Browser gespeichert hat.",
    software: "Software",
    softwareText: (version) =>
      `Der Chat ist converse.js ${version}, © 2013–2025 JC Brand und andere, unverändert und ohne seine OMEMO-Bibliothek. Seine Lizenz ist die Mozilla Public License 2.0.`,
    licence: "Die Lizenz",
    source: "Der Quelltext",
    others: "Software, die er enthält, und ihre Lizenzen",
    back: "Zurück zum Chat",
  },
};
