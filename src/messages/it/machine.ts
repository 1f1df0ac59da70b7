/** What is found of a machine, and what helps, in Italian. */
import type { machine as en } from "../en/machine.ts";
import { counted } from "./units.ts";

export const machine: typeof en = {
  "disk-fills": (days, perDay) => [
    `Il disco si riempie di ${perDay} al giorno: sarà pieno tra ${counted(days, "giorno", "giorni")}.`,
    "Guarda chi ha inviato quanto: jabber-home files. Per conservarne meno: files.keep, files.quota e archive.keep in config.toml.",
  ],
  "files-few": (left) => [
    `Il disco può ricevere solo altri ${left} file, anche se piccolissimi (df -i): poi non si accetta nulla di nuovo.`,
    "Cancella ciò che è fatto di molti file piccoli, o sposta il server su un altro disco.",
  ],
  "disk-slow": (usual, longest) => [
    `Il disco è lento: per scrivere pochi byte gli servono ${usual} ms, e fino a ${longest} ms. I messaggi lo aspettano.`,
    "Una scheda diventata lenta spesso sta per guastarsi: sposta il server su un SSD USB (docs/moving.md).",
  ],
  "disk-card": () => [
    "Il server è su una scheda SD: queste schede si consumano a forza di scrivere, e si guastano senza avvisare.",
    "Metti i backup su un altro disco (backup.folder in config.toml), o sposta il server su un SSD USB (docs/moving.md).",
  ],
  "disk-worn": (percent) => [
    `La memoria flash di questa macchina è consumata: è passato circa il ${percent}% della sua vita.`,
    "Metti i backup su un altro disco, e sposta il server prima che si guasti (docs/moving.md).",
  ],
  "file-system-errors": (count) => [
    `Il file system del server ha incontrato ${counted(count, "errore", "errori")}: possono esserci file danneggiati senza che nessuno se ne accorga.`,
    "Fai subito un backup su un altro disco: jabber-home backup --to FILE. Poi fallo controllare al prossimo avvio (fsck), e guarda il disco: dmesg",
  ],
  "file-system-unfit": (type) => [
    `Il server è su ${type}, che non sa né bloccare i file né conservarne i permessi come serve a un database: si perdono messaggi, e altri possono leggerli.`,
    "Spostalo su un disco di questa macchina in ext4, btrfs o xfs; i backup possono restare lì (docs/moving.md).",
  ],
  "file-system-volatile": (type) => [
    `Il server è su ${type}, che non conserva nulla: tutto scompare quando la macchina si spegne, o il suo container viene eliminato.`,
    "Spostalo su un disco, o su un volume del container (docs/moving.md).",
  ],
  "file-system-read-only": (path) => [
    `${path} è su un file system dove non si può scrivere nulla: Linux fa così dopo un errore del disco.`,
    "Guarda perché: dmesg. Poi controlla il disco (fsck), e rimontalo in scrittura.",
  ],
  "memory-low": (free) => [
    `Su questa macchina restano solo ${free} di memoria: Linux rischia di fermare il server per recuperarne.`,
    "Guarda che cosa la occupa: ps aux --sort -rss | head. Ferma ciò che non serve, o aggiungi spazio di swap.",
  ],
  "memory-limit": (limit) => [
    `Il server non può usare più di ${limit} di memoria: se gliene serve di più, viene fermato.`,
    "Dagli 256 MB o più (MemoryMax= della sua unità, o --memory del container).",
  ],
  "memory-killed": (count) => [
    `Linux ha fermato ${counted(count, "volta", "volte")} il server o un suo processo, per mancanza di memoria.`,
    "Dagli più memoria (MemoryMax= della sua unità, o --memory del container), o aggiungi spazio di swap alla macchina.",
  ],
  "descriptors-few": (limit) => [
    `Il server può avere aperti solo ${limit} file e connessioni: oltre, non entra più nessuno.`,
    "Dagliene di più: LimitNOFILE=65536 nella sua unità, o ulimit -n 65536 prima di avviarlo.",
  ],
  "clock-unset": () => [
    "Nulla regola l'orologio di questa macchina: si sposterà poco a poco, e dopo un'interruzione può sbagliare di anni. Allora i certificati vengono rifiutati.",
    "Fallo regolare: sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead, who) => [
    `L'orologio di questa macchina è avanti di ${ahead} rispetto a quello di ${who}: certificati e messaggi portano ore sbagliate.`,
    "Regolalo: sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind, who) => [
    `L'orologio di questa macchina è indietro di ${behind} rispetto a quello di ${who}: certificati e messaggi portano ore sbagliate.`,
    "Regolalo: sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path, by) => [
    `${path} è stato scritto con ${by} di anticipo su adesso: l'orologio di questa macchina è indietro, o allora era avanti.`,
    "Guarda l'orologio: date. Per regolarlo: sudo timedatectl set-ntp true",
  ],
};
