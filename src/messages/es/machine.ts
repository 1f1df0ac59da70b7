/** What is found of a machine, and what helps, in Spanish. */
import type { machine as en } from "../en/machine.ts";
import { counted } from "./units.ts";

export const machine: typeof en = {
  "disk-fills": (days, perDay) => [
    `El disco se llena a razón de ${perDay} al día: estará lleno dentro de ${counted(days, "día", "días")}.`,
    "Mira quién ha enviado cuánto: jabber-home files. Para guardar menos: files.keep, files.quota y archive.keep en config.toml.",
  ],
  "files-few": (left) => [
    `En el disco ya solo ${counted(left, "archivo más cabe", "archivos más caben")}, por pequeños que sean (df -i): después no se acepta nada nuevo.`,
    "Elimina lo que esté hecho de muchos archivos pequeños, o lleva el servidor a otro disco.",
  ],
  "disk-slow": (usual, longest) => [
    `El disco es lento: tarda ${usual} ms en escribir unos pocos bytes, y hasta ${longest} ms. Los mensajes lo esperan.`,
    "Una tarjeta que se ha vuelto lenta suele estar a punto de fallar: lleva el servidor a un SSD USB (docs/moving.md).",
  ],
  "disk-card": () => [
    "El servidor está en una tarjeta SD: estas tarjetas se gastan de tanto escribir, y fallan sin avisar.",
    "Pon las copias de seguridad en otro disco (backup.folder en config.toml), o lleva el servidor a un SSD USB (docs/moving.md).",
  ],
  "disk-worn": (percent) => [
    `La memoria flash de este equipo está gastada: ha consumido alrededor del ${percent}\u00a0% de su vida.`,
    "Pon las copias de seguridad en otro disco, y lleva el servidor a otro antes de que falle (docs/moving.md).",
  ],
  "file-system-errors": (count) => [
    `El sistema de archivos del servidor ha dado con ${counted(count, "error", "errores")}: puede haber archivos dañados sin que nadie lo note.`,
    "Haz ahora una copia de seguridad en otro disco: jabber-home backup --to ARCHIVO. Después haz que se compruebe en el próximo arranque (fsck), y mira el disco: dmesg",
  ],
  "file-system-unfit": (type) => [
    `El servidor está en ${type}, que no sabe bloquear archivos ni guardar sus permisos como lo necesita una base de datos: se pierden mensajes, y otros pueden leerlos.`,
    "Llévalo a un disco de este equipo con ext4, btrfs o xfs; las copias de seguridad pueden quedarse allí (docs/moving.md).",
  ],
  "file-system-volatile": (type) => [
    `El servidor está en ${type}, que no conserva nada: todo desaparece cuando se apaga el equipo, o se elimina su contenedor.`,
    "Llévalo a un disco, o a un volumen del contenedor (docs/moving.md).",
  ],
  "file-system-read-only": (path) => [
    `${path} está en un sistema de archivos en el que no se puede escribir nada: Linux lo hace tras un error del disco.`,
    "Mira por qué: dmesg. Después comprueba el disco (fsck), y móntalo otra vez para escribir.",
  ],
  "memory-low": (free) => [
    `A este equipo solo le quedan ${free} de memoria: puede que Linux detenga el servidor para conseguir más.`,
    "Mira qué la ocupa: ps aux --sort -rss | head. Detén lo que no haga falta, o da al equipo memoria de intercambio (swap).",
  ],
  "memory-limit": (limit) => [
    `El servidor no puede tener más de ${limit} de memoria: se le detiene si necesita más.`,
    "Dale 256\u00a0MB o más (MemoryMax= de su unidad, o --memory del contenedor).",
  ],
  "memory-killed": (count) => [
    `Linux ha detenido ${counted(count, "vez", "veces")} el servidor o uno de sus procesos por falta de memoria.`,
    "Dale más memoria (MemoryMax= de su unidad, o --memory del contenedor), o da al equipo memoria de intercambio (swap).",
  ],
  "descriptors-few": (limit) => [
    `El servidor solo puede tener abiertos ${limit} archivos y conexiones: con más aplicaciones ya no entra nadie.`,
    "Deja que tenga más: LimitNOFILE=65536 en su unidad, o ulimit -n 65536 antes de arrancarlo.",
  ],
  "clock-unset": () => [
    "Nada pone en hora el reloj de este equipo: se irá desviando, y tras un tiempo sin corriente puede equivocarse en años. Entonces se rechazan los certificados.",
    "Haz que se ponga en hora: sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead, who) => [
    `El reloj de este equipo va ${ahead} por delante del de ${who}: los certificados y los mensajes llevan horas equivocadas.`,
    "Ponlo en hora: sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind, who) => [
    `El reloj de este equipo va ${behind} por detrás del de ${who}: los certificados y los mensajes llevan horas equivocadas.`,
    "Ponlo en hora: sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path, by) => [
    `${path} tiene una fecha ${by} por delante de ahora: el reloj de este equipo va atrasado, o iba entonces adelantado.`,
    "Mira el reloj: date. Para ponerlo en hora: sudo timedatectl set-ntp true",
  ],
};
