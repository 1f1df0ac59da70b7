/** What is found of a machine, and what helps, in German. */
import type { machine as en } from "../en/machine.ts";
import { counted, dative } from "./units.ts";

export const machine: typeof en = {
  "disk-fills": (days, perDay) => [
    `Die Festplatte füllt sich mit ${perDay} am Tag: In ${counted(days, "Tag", "Tagen")} ist sie voll.`,
    "Sieh nach, wer wie viel hochgeladen hat: jabber-home files. Damit es weniger wird: files.keep, files.quota und archive.keep in config.toml.",
  ],
  "files-few": (left) => [
    `Auf die Festplatte passen nur noch ${counted(left, "Datei", "Dateien")}, wie klein auch immer (df -i): Danach wird nichts Neues angenommen.`,
    "Lösche, was aus vielen kleinen Dateien besteht; oder zieh mit dem Datenordner auf eine andere Festplatte um.",
  ],
  "disk-slow": (usual, longest) => [
    `Die Festplatte ist langsam: Sie braucht ${usual} ms, um ein paar Bytes zu schreiben, bis zu ${longest} ms. Nachrichten warten darauf.`,
    "Eine Karte, die langsam geworden ist, geht oft bald kaputt: Zieh mit dem Datenordner auf eine USB-SSD um (docs/moving.md).",
  ],
  "disk-card": () => [
    "Der Datenordner ist auf einer SD-Karte: Karten nutzen sich beim Schreiben ab und versagen, ohne etwas zu sagen.",
    "Lege die Sicherungen auf eine andere Festplatte (backup.folder in config.toml), oder zieh mit dem Datenordner auf eine USB-SSD um (docs/moving.md).",
  ],
  "disk-worn": (percent) => [
    `Der Flash-Speicher dieses Rechners ist abgenutzt: Etwa ${percent}\u00a0% seines Lebens sind verbraucht.`,
    "Lege Sicherungen auf eine andere Festplatte, und zieh mit dem Datenordner auf eine andere um, bevor sie versagt (docs/moving.md).",
  ],
  "file-system-errors": (count) => [
    `Das Dateisystem des Datenordners ist auf ${counted(count, "Fehler", "Fehler")} gestoßen: Dateien können beschädigt sein, ohne dass es jemand merkt.`,
    "Mach jetzt eine Sicherung auf eine andere Festplatte: jabber-home backup --to DATEI. Lass es dann beim nächsten Start prüfen (fsck), und sieh nach der Festplatte: dmesg",
  ],
  "file-system-unfit": (type) => [
    `Der Datenordner ist auf ${type}; das kann Dateien nicht so sperren oder ihre Rechte bewahren, wie eine Datenbank es braucht: Nachrichten gehen verloren, und andere können sie lesen.`,
    "Zieh mit dem Datenordner auf eine Festplatte dieses Rechners mit ext4, btrfs oder xfs um; Sicherungen können dort bleiben (docs/moving.md).",
  ],
  "file-system-volatile": (type) => [
    `Der Datenordner ist auf ${type}, und das behält nichts: Alles ist weg, wenn der Rechner ausgeschaltet oder sein Container entfernt wird.`,
    "Zieh damit auf eine Festplatte um, oder in ein Volume des Containers (docs/moving.md).",
  ],
  "file-system-read-only": (path) => [
    `${path} ist auf einem Dateisystem, in das nichts geschrieben werden kann: Linux tut das nach einem Fehler der Festplatte.`,
    "Sieh nach, warum: dmesg. Prüfe dann die Festplatte (fsck), und hänge sie wieder zum Schreiben ein.",
  ],
  "memory-low": (free) => [
    `Auf diesem Rechner sind nur noch ${free} Arbeitsspeicher frei: Linux beendet vielleicht den Server, um welchen zu bekommen.`,
    "Sieh nach, was ihn belegt: ps aux --sort -rss | head. Beende, was nicht gebraucht wird, oder gib dem Rechner Swap.",
  ],
  "memory-limit": (limit) => [
    `Der Server darf höchstens ${limit} Arbeitsspeicher haben: Er wird beendet, wenn er mehr braucht.`,
    "Gib ihm 256 MB oder mehr (MemoryMax= seiner Unit, oder --memory des Containers).",
  ],
  "memory-killed": (count) => [
    `Linux hat den Server oder einen seiner Prozesse ${count}-mal beendet, weil der Arbeitsspeicher fehlte.`,
    "Gib ihm mehr Arbeitsspeicher (MemoryMax= seiner Unit, oder --memory des Containers), oder dem Rechner Swap.",
  ],
  "descriptors-few": (limit) => [
    `Der Server darf nur ${limit} Dateien und Verbindungen offen haben: Bei mehr Apps kommt niemand mehr herein.`,
    "Erlaube ihm mehr: LimitNOFILE=65536 in seiner Unit, oder ulimit -n 65536 vor dem Start.",
  ],
  "clock-unset": () => [
    "Nichts stellt die Uhr dieses Rechners: Sie wird abweichen, und nach einer Zeit ohne Strom geht sie vielleicht um Jahre falsch. Zertifikate werden dann abgelehnt.",
    "Lass sie stellen: sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead, who) => [
    `Die Uhr dieses Rechners geht gegenüber der von ${who} um ${ahead} vor: Zertifikate und Nachrichten bekommen falsche Zeiten.`,
    "Stelle sie richtig: sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind, who) => [
    `Die Uhr dieses Rechners geht gegenüber der von ${who} um ${behind} nach: Zertifikate und Nachrichten bekommen falsche Zeiten.`,
    "Stelle sie richtig: sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path, by) => [
    `${path} wurde in der Zukunft geschrieben, in ${dative(by)}: Die Uhr dieses Rechners geht nach, oder sie ging damals vor.`,
    "Sieh nach der Uhr: date. Um sie richtig zu stellen: sudo timedatectl set-ntp true",
  ],
};
