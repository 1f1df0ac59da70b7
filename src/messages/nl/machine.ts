/** What is found of a machine, and what helps, in Dutch. */
import type { machine as en } from "../en/machine.ts";
import { counted } from "./units.ts";

export const machine: typeof en = {
  "disk-fills": (days, perDay) => [
    `De schijf raakt per dag ${perDay} voller: over ${counted(days, "dag", "dagen")} is hij vol.`,
    "Kijk wie hoeveel heeft geüpload: jabber-home files. Om er minder van te bewaren: files.keep, files.quota en archive.keep in config.toml.",
  ],
  "files-few": (left) => [
    `Op de schijf ${left === 1 ? "past nog maar 1 bestand" : `passen nog maar ${left} bestanden`}, hoe klein ook (df -i): daarna wordt er niets nieuws aangenomen.`,
    "Verwijder wat uit veel kleine bestanden bestaat, of verhuis de map van de server naar een andere schijf.",
  ],
  "disk-slow": (usual, longest) => [
    `De schijf is traag: een paar bytes schrijven duurt ${usual} ms, en tot ${longest} ms. Berichten wachten daarop.`,
    "Een kaart die traag is geworden, begeeft het vaak binnenkort: verhuis de map van de server naar een usb-ssd (docs/moving.md).",
  ],
  "disk-card": () => [
    "De map van de server staat op een SD-kaart: kaarten slijten door schrijven, en begeven het zonder iets te zeggen.",
    "Zet de back-ups op een andere schijf (backup.folder in config.toml), of verhuis de map naar een usb-ssd (docs/moving.md).",
  ],
  "disk-worn": (percent) => [
    `Het flashgeheugen van deze machine is versleten: ongeveer ${percent}% van zijn leven is op.`,
    "Zet back-ups op een andere schijf, en verhuis de map van de server voordat het flashgeheugen het begeeft (docs/moving.md).",
  ],
  "file-system-errors": (count) => [
    `Het bestandssysteem van de server is ${counted(count, "fout", "fouten")} tegengekomen: er kunnen bestanden beschadigd zijn zonder dat iemand het merkt.`,
    "Maak nu een back-up op een andere schijf: jabber-home backup --to BESTAND. Laat het dan bij de volgende start nakijken (fsck), en kijk naar de schijf: dmesg",
  ],
  "file-system-unfit": (type) => [
    `De map van de server staat op ${type}, dat bestanden niet kan vergrendelen of hun rechten niet kan bewaren zoals een database dat nodig heeft: er gaan berichten verloren, en anderen kunnen ze lezen.`,
    "Verhuis die naar een schijf van deze machine met ext4, btrfs of xfs; back-ups mogen daar blijven (docs/moving.md).",
  ],
  "file-system-volatile": (type) => [
    `De map van de server staat op ${type}, dat niets bewaart: alles is weg als de machine uitgaat, of als de container wordt verwijderd.`,
    "Verhuis die naar een schijf, of naar een volume van de container (docs/moving.md).",
  ],
  "file-system-read-only": (path) => [
    `${path} staat op een bestandssysteem waar niets op geschreven kan worden: dat doet Linux na een fout van de schijf.`,
    "Kijk waarom: dmesg. Kijk dan de schijf na (fsck), en koppel hem weer aan om te schrijven.",
  ],
  "memory-low": (free) => [
    `Op deze machine is nog maar ${free} geheugen over: Linux kan de server beëindigen om er meer te krijgen.`,
    "Kijk wat het inneemt: ps aux --sort -rss | head. Stop wat niet nodig is, of geef de machine swap.",
  ],
  "memory-limit": (limit) => [
    `De server mag niet meer dan ${limit} geheugen hebben: hij wordt beëindigd als hij meer nodig heeft.`,
    "Geef hem 256 MB of meer (MemoryMax= van zijn unit, of --memory van de container).",
  ],
  "memory-killed": (count) => [
    `Linux heeft de server of een van zijn processen ${count} keer beëindigd door gebrek aan geheugen.`,
    "Geef hem meer geheugen (MemoryMax= van zijn unit, of --memory van de container), of de machine swap.",
  ],
  "descriptors-few": (limit) => [
    `De server mag maar ${limit} bestanden en verbindingen open hebben: met meer apps komt er niemand meer in.`,
    "Sta hem er meer toe: LimitNOFILE=65536 in zijn unit, of ulimit -n 65536 voordat hij start.",
  ],
  "clock-unset": () => [
    "Niets zet de klok van deze machine gelijk: die gaat afwijken, en kan er na een tijd zonder stroom jaren naast zitten. Dan worden certificaten geweigerd.",
    "Laat die gelijkzetten: sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead, who) => [
    `De klok van deze machine loopt ${ahead} voor op die van ${who}: certificaten en berichten krijgen verkeerde tijden.`,
    "Zet die gelijk: sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind, who) => [
    `De klok van deze machine loopt ${behind} achter op die van ${who}: certificaten en berichten krijgen verkeerde tijden.`,
    "Zet die gelijk: sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path, by) => [
    `${path} is geschreven op een moment dat pas over ${by} komt: de klok van deze machine loopt achter, of liep toen voor.`,
    "Kijk naar de klok: date. Om die gelijk te zetten: sudo timedatectl set-ntp true",
  ],
};
