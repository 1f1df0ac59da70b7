/** What is found of a home and its names, and what helps, in German. */
import type { health as en } from "../en/health.ts";
import { counted } from "./units.ts";

export const health: typeof en = {
  "server-stopped": () => ["Der Server läuft nicht.", "Starte ihn: jabber-home run oder jabber-home service start"],
  "server-silent": (pid) => [
    `Prozess ${pid} hat diesen Datenordner und antwortet nicht: Er startet, endet oder hängt.`,
    "Warte eine Minute und sieh noch einmal nach. Bleibt es so, starte ihn neu: jabber-home service restart, oder beende jenen Prozess.",
  ],
  "server-version": (running, here) => [
    `Der laufende Server ist Version ${running}, das Programm hier ist ${here}.`,
    "Starte ihn neu, damit die neue Version läuft: jabber-home service restart",
  ],
  "version-old": (newest, here) => [
    `Es gibt eine neuere Version von jabber-home: ${newest}. Diese ist ${here}.`,
    "Sieh nach, was geschehen würde: jabber-home update --check. Dann: jabber-home update",
  ],
  "lock-damaged": (path) => [
    `Die Sperre dieses Datenordners (${path}) ist beschädigt: Der Server startet nicht. Sie enthält nichts von Wert.`,
    `Lösche sie: rm ${path}`,
  ],
  "server-root": () => [
    "Der Server läuft als root: Wer einen Fehler in ihm findet, hat den ganzen Rechner.",
    "Lass ihn als Dienst mit eigenem Benutzer laufen: jabber-home service install",
  ],
  "config-missing": (path) => [
    `Hier ist noch nichts eingerichtet: ${path} ist nicht da oder nennt keine Domain.`,
    "Richte es ein: jabber-home setup. Oder nenne den Ordner des Servers: --home ORDNER",
  ],
  "config-unreadable": (path, why) => [
    `${path} lässt sich nicht lesen: ${why}.`,
    "Es muss eine Datei des Benutzers sein, unter dem der Server läuft: ls -l zeigt, wem sie gehört.",
  ],
  "config-wrong": (problem) => [
    `Mit dieser config.toml startet der Server nicht. ${problem}`,
    "Ändere sie, und sieh noch einmal nach: jabber-home config check",
  ],
  "config-hint": (problem) => [`In config.toml kann etwas besser sein. ${problem}`],
  "home-missing": (path) => [
    `Den Ordner ${path} gibt es nicht.`,
    "Nenne den des Servers: --home ORDNER. Ist er auf einer anderen Festplatte, hänge sie ein. Einen neuen Server macht jabber-home setup",
  ],
  "home-shut": (path) => [
    `Dieser Benutzer darf nicht in ${path} hineinsehen, darum wurde das meiste nicht angesehen.`,
    "Sieh als Administrator nach: sudo jabber-home doctor",
  ],
  "home-no-folder": (path) => [
    `${path} ist eine Datei, und der Datenordner muss ein Ordner sein.`,
    `Lege sie beiseite: mv ${path} ${path}.old`,
  ],
  "home-open": (path, mode) => [
    `Andere auf diesem Rechner dürfen ${path} betreten (der Modus ist ${mode}): Dort sind die Nachrichten von allen.`,
    `Verschließe ihn: chmod 700 ${path}`,
  ],
  "file-open": (path, mode, more) => [
    `Andere auf diesem Rechner dürfen ${path} lesen (der Modus ist ${mode})${more > 0 ? `, und ${counted(more, "andere Datei", "andere Dateien")}` : ""}: Darin sind Nachrichten oder Schlüssel.`,
    `Verschließe sie: chmod 600 ${path}`,
  ],
  "file-locked": (path, mode) => [
    `Der Server darf ${path} nicht lesen und schreiben (der Modus ist ${mode}).`,
    `Gib ihm das Recht zurück: chmod 600 ${path}`,
  ],
  "file-foreign": (path, more, owner, wanted, home) => [
    `${path} gehört ${owner}${more > 0 ? `, ebenso ${counted(more, "andere Datei", "andere Dateien")}` : ""}, und der Datenordner ${wanted}: Der Server kann damit nichts anfangen.`,
    `Gib es zurück: sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path) => [
      `${path} ist keine Datei, und der Server braucht dort eine.`,
      `Lege es beiseite: mv ${path} ${path}.old`,
    ],
    folder: (path) => [
      `${path} ist kein Ordner, und der Server braucht dort einen.`,
      `Lege es beiseite: mv ${path} ${path}.old`,
    ],
    socket: (path) => [
      `${path} ist dem Socket im Weg, über den dieser Befehl den Server fragt.`,
      `Lege es beiseite: mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path, target) => [
    `${path} führt zu ${target}, und dort ist nichts: Ist die Festplatte nicht eingehängt?`,
    "Hänge sie ein und starte den Server neu.",
  ],
  "secret-damaged": (path) => [
    `${path} ist beschädigt: Der Server wird es neu anlegen, und wer auf seinen Seiten angemeldet ist, muss sich noch einmal anmelden.`,
    "Nimm es aus einer Sicherung, wenn es eine gibt: jabber-home restore",
  ],
  "import-unfinished": (path, size) => [
    `Ein Import wurde angefangen und nicht beendet: ${size} an Nachrichten warten in ${path}.`,
    "Fang ihn mit derselben Quelle noch einmal an; er macht dort weiter, wo er war: jabber-home import QUELLE",
    `Wenn er nicht mehr gebraucht wird: rm ${path}`,
  ],
  "database-missing": (path, backups) => [
    `Die Datenbank ${path} ist nicht da, obwohl dieser Datenordner schon benutzt wurde: Ein Server, der jetzt startet, fängt mit nichts an.`,
    backups
      ? "Nimm die letzte Sicherung: jabber-home restore DATEI"
      : "Ist sie auf einer anderen Festplatte, hänge sie ein, bevor du den Server startest.",
  ],
  "database-damaged": (path, why) => [
    `Die Datenbank ${path} ist beschädigt: ${why}.`,
    "Beende den Server, und nimm die letzte Sicherung: jabber-home restore DATEI",
    "Sieh auch nach der Festplatte: Eine Karte oder Platte, die kaputtgeht, beschädigt auch die nächste. dmesg zeigt ihre Fehler.",
  ],
  "database-index": (path, why) => [
    `Ein Index der Datenbank ${path} ist beschädigt, die Nachrichten sind es nicht: ${why}.`,
    "Beende den Server, und lass ihn neu anlegen: jabber-home doctor --fix",
  ],
  "database-newer": (path, by) => [
    `Die Datenbank ${path} wurde von ${by === "" ? "einer späteren Version" : `Version ${by}`} von jabber-home geschrieben: Diese startet nicht damit.`,
    "Nimm jene Version oder eine spätere: jabber-home update. Der Weg zurück ist die Sicherung, die vor der Aktualisierung gemacht wurde.",
  ],
  "log-large": (size) => [
    `Das Protokoll der Datenbank hat ${size} und wird nicht in die Datei übernommen: Es braucht Platz, und ein Start dauert lange.`,
    "Läuft der Server: Starte ihn neu. Läuft er nicht: jabber-home doctor --fix",
  ],
  "database-unused": (unused, size) => [
    `Von den ${size} der Datenbank sind ${unused} leer: Was dort war, wurde gelöscht.`,
    "Der Platz wird wieder benutzt; um ihn jetzt zurückzubekommen, beende den Server: jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder) => [
    `Der Schlüssel in ${folder} gehört nicht zum Zertifikat dort: Der Server nimmt eines, das er selbst unterschreibt, und Apps warnen davor.`,
    "Besorge ein neues: jabber-home certificate renew",
  ],
  "certificate-none": () => [
    "Die Zertifizierungsstelle hat noch kein Zertifikat ausgestellt: Der Server verwendet eines, das er selbst unterschrieben hat, und Apps warnen davor.",
    "Sieh nach, warum: jabber-home certificate. Was eine Zertifizierungsstelle braucht: jabber-home dns --outside",
  ],
  "renewal-port": (port, challenge) => [
    `So, wie es eingerichtet ist (${challenge}), kann das Zertifikat nicht erneuert werden: Die Zertifizierungsstelle kommt an Port ${port} nicht herein.`,
    "Öffne diesen Port, auf diesem Rechner und am Router (jabber-home dns --outside sieht nach), oder weise die Domain über das DNS nach: jabber-home setup",
  ],
  "renewal-record": (name) => [
    `Der Eintrag, durch den das Zertifikat erneuert wird, ist nicht im DNS: TXT ${name}.`,
    "Sieh ihn dir an, und trage ihn noch einmal ein: jabber-home certificate renew",
  ],
  "dns-missing": (records, count) => [
    `Im DNS ${count === 1 ? "fehlt 1 Eintrag, ohne den" : `fehlen ${count} Einträge, ohne die`} andere diesen Server nicht finden: ${records}.`,
    "Sieh nach, was einzutragen ist und wo: jabber-home dns",
  ],
  "dns-recommended": (records, count) => [
    `Mit ${counted(count, "weiteren Eintrag", "weiteren Einträgen")} im DNS ginge es besser: ${records}.`,
    "Sieh nach, was einzutragen ist und wo: jabber-home dns",
  ],
  "dns-wrong": (records, count) => [
    `${counted(count, "Eintrag führt", "Einträge führen")} im DNS woanders hin: ${records}. Wer ihnen folgt, findet diesen Server nicht.`,
    "Sieh nach, was zu ändern ist und wo: jabber-home dns",
  ],
  "dns-stray": (records, count) => [
    `Im DNS ${count === 1 ? "steht 1 Eintrag, der" : `stehen ${count} Einträge, die`} nicht zu diesem Server ${count === 1 ? "gehört" : "gehören"}: ${records}.`,
    "Sieh nach, was zu löschen ist und warum: jabber-home dns",
  ],
  "dns-silent": (names) => [
    `Das DNS antwortet nicht für ${names}: Auch andere finden diesen Server dann nicht, und er findet sie nicht.`,
    "Sieh nach, ob die Nameserver der Domain funktionieren (dein Anbieter weiß es), und ob dieser Rechner einen hat, den er fragen kann: cat /etc/resolv.conf",
  ],
  "no-internet": () => [
    "Dieser Rechner hat keinen Weg ins Internet: Was davon abhängt, wurde nicht angesehen.",
    "Sieh nach dem Kabel, dem WLAN und dem Router. Leute im selben Haus reden auch ohne miteinander.",
  ],
  "port-taken": (address, listener, holder) => [
    `${address} (listen.${listener}) ist von ${holder} belegt: Der Server kann den Port nicht haben.`,
    "Beende jenes Programm, oder wähle in config.toml einen anderen Port.",
  ],
  "port-taken-by-own": (address, listener, home) => [
    `${address} (listen.${listener}) ist von einem anderen jabber-home belegt, für ${home}.`,
    "Beende jenes, oder wähle in config.toml einen anderen Port: Zwei Server können sich keinen teilen.",
  ],
  anotherProgram: "einem anderen Programm",
  program: (name, pid) => `${name} (Prozess ${pid})`,
  "port-denied": (address, listener) => [
    `Dieser Benutzer darf nicht an ${address} (listen.${listener}) lauschen: Ports unter 1024 gehören dem Administrator.`,
    "Als Dienst darf er: sudo jabber-home service install. Oder wähle in config.toml einen höheren Port.",
  ],
  "port-impossible": (address, listener, code) => [
    `Der Server kann nicht an ${address} (listen.${listener}) lauschen: ${code}. Hat dieser Rechner diese Adresse?`,
    "Schreib in config.toml eine Adresse dieses Rechners, oder [::] für alle.",
  ],
  "port-silent": (address, listener) => [
    `Der Server lauscht an ${address} (${listener}), und niemand kommt dort herein, nicht einmal von diesem Rechner.`,
    "Vielleicht ist eine Firewall dieses Rechners im Weg: nft list ruleset, ufw status. Oder der Server hängt: jabber-home service restart",
  ],
  "administrator-missing": () => [
    "Kein Konto ist Administrator: Niemand erfährt es, wenn etwas nicht stimmt, und niemand kann /admin benutzen.",
    "Lege eines an: jabber-home user add JID --admin",
  ],
  "uploads-missing": (missing, looked, example) => [
    `Von den ${looked} neuesten Dateien, die Leute verschickt haben, sind ${missing} nicht auf der Festplatte (${example}): Wer sie öffnet, sieht einen Fehler.`,
    "Wurde der Ordner files gelöscht, oder ist seine Festplatte nicht eingehängt? Nimm sie aus einer Sicherung, oder sag den Leuten, dass sie weg sind.",
  ],
  "push-failing": (service, accounts, failures) => [
    `${service} weckt die Telefone von ${counted(accounts, "Konto", "Konten")} und ist ${failures}-mal in Folge gescheitert: Nachrichten kommen an, wenn die App geöffnet wird.`,
    "Ist der Dienst erreichbar? jabber-home federation zeigt es. Es wird von selbst wieder versucht.",
  ],
  "rooms-ownerless": (count, example) => [
    `${counted(count, "Gruppenchat hat", "Gruppenchats haben")} keinen Besitzer mehr, etwa ${example}: Niemand kann etwas daran ändern oder ihn schließen.`,
    "Gib ihm einen: jabber-home room affiliation GRUPPE JID owner",
  ],
  "backup-off": () => [
    "Es werden keine Sicherungen gemacht: Was die Festplatte verliert, ist verloren.",
    "Lass jede Nacht eine machen: backup.folder in config.toml. Ab und zu von Hand: jabber-home backup --to DATEI",
  ],
  "backup-none": (folder) => [
    `In ${folder} ist noch keine Sicherung.`,
    "Mach eine: jabber-home backup --to DATEI. Die nächste entsteht von selbst in der Nacht, wenn der Server dann läuft.",
  ],
  "backup-old": (folder, last) => [
    `Die neueste Sicherung in ${folder} ist vom ${last}.`,
    "Läuft der Server nachts? Dann sieh nach, warum keine da ist: jabber-home logs. Jetzt: jabber-home backup --to DATEI",
  ],
  "service-none": () => [
    "Der Server dieses Datenordners ist kein Dienst: Nach einem Neustart des Rechners muss ihn jemand starten.",
    "Mach ihn dazu: sudo jabber-home service install",
  ],
  "service-disabled": () => [
    "Der Dienst startet nicht mit dem Rechner: Nach einem Stromausfall bleibt der Server aus.",
    "Lass ihn starten: sudo systemctl enable jabber-home",
  ],
  "service-stopped": () => [
    "Der Dienst läuft nicht: Niemand kann sich verbinden.",
    "Starte ihn: sudo jabber-home service start. Wenn er wieder endet: jabber-home logs",
  ],
  "service-failed": (why) => [
    `Der Dienst hat von selbst geendet (${why}): Niemand kann sich verbinden.`,
    "Sieh nach, warum: jabber-home logs. Wenn das behoben ist: sudo jabber-home service start",
  ],
  "service-other": () => [
    "Die Unit des Dienstes ist nicht so, wie diese Version sie schreiben würde: Vielleicht fehlen nötige Rechte oder Schutz.",
    "Schreib sie neu: sudo jabber-home service install. Vorher ansehen: jabber-home service install --dry-run",
  ],
  "service-program": (path) => [
    `Der Dienst soll ${path} ausführen, und dieses Programm gibt es nicht: Er startet nicht.`,
    "Installiere ihn noch einmal: sudo jabber-home service install",
  ],
  "service-hidden": (option, path) => [
    `Der Dienst darf ${path} (${option}) nicht benutzen: Seine Unit schließt ihn von diesem Ordner aus.`,
    "Für einen Ordner mit Sicherungen: sudo jabber-home service install, das lässt ihn hinein. Für eine Datei, die er nur liest: eine Kopie außerhalb von /home und /root.",
  ],
  "log-errors": (count, event, at) => [
    `Der Server hat innerhalb eines Tages ${counted(count, "Fehler", "Fehler")} protokolliert, den letzten am ${at}: ${event}.`,
    "Lies nach: jabber-home logs",
  ],
};
