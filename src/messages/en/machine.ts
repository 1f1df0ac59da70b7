/** What is found of a machine, and what helps, in English. */
import { counted } from "./units.ts";

/** A sentence, and what to do about it. */
type Said = readonly [sentence: string, ...remedies: string[]];

export const machine = {
  "disk-fills": (days: number, perDay: string): Said => [
    `The disk fills up by ${perDay} a day: it will be full in ${counted(days, "day", "days")}.`,
    "See who has uploaded how much: jabber-home files. For less of it: files.keep, files.quota and archive.keep in config.toml.",
  ],
  "files-few": (left: number): Said => [
    `The disk can hold only ${counted(left, "more file", "more files")}, however small (df -i): then nothing new is taken.`,
    "Delete what consists of many small files; or move the home to another disk.",
  ],
  "disk-slow": (usual: number, longest: number): Said => [
    `The disk is slow: it takes ${usual} ms to write a few bytes, up to ${longest} ms. Messages wait for it.`,
    "A card that has become slow is often about to fail: move the home to a USB SSD (docs/moving.md).",
  ],
  "disk-card": (): Said => [
    "The home is on an SD card: cards wear out with writing, and fail without a word.",
    "Have the backups on another disk (backup.folder in config.toml), or move the home to a USB SSD (docs/moving.md).",
  ],
  "disk-worn": (percent: number): Said => [
    `The flash memory of this machine is worn: about ${percent} % of its life is used up.`,
    "Have backups on another disk, and move the home to another one before it fails (docs/moving.md).",
  ],
  "file-system-errors": (count: number): Said => [
    `The file system of the home has met ${counted(count, "error", "errors")}: files may be damaged without anybody noticing.`,
    "Make a backup to another disk now: jabber-home backup --to FILE. Then have it checked at the next start (fsck), and look at the disk: dmesg",
  ],
  "file-system-unfit": (type: string): Said => [
    `The home is on ${type}, which cannot lock files or keep their rights as a database needs it: messages get lost, and others may read them.`,
    "Move the home to a disk of this machine with ext4, btrfs or xfs; backups may stay there (docs/moving.md).",
  ],
  "file-system-volatile": (type: string): Said => [
    `The home is on ${type}, which keeps nothing: everything is gone when the machine is switched off, or its container is removed.`,
    "Move it to a disk, or to a volume of the container (docs/moving.md).",
  ],
  "file-system-read-only": (path: string): Said => [
    `${path} is on a file system on which nothing can be written: Linux does that after an error of the disk.`,
    "See why: dmesg. Then check the disk (fsck), and mount it again for writing.",
  ],
  "memory-low": (free: string): Said => [
    `Only ${free} of memory are left on this machine: Linux may end the server to get some.`,
    "See what takes it: ps aux --sort -rss | head. Stop what is not needed, or give the machine swap.",
  ],
  "memory-limit": (limit: string): Said => [
    `The server may have no more than ${limit} of memory: it is ended when it needs more.`,
    "Give it 256 MB or more (MemoryMax= of its unit, or --memory of the container).",
  ],
  "memory-killed": (count: number): Said => [
    `Linux has ended the server or one of its processes ${counted(count, "time", "times")} for lack of memory.`,
    "Give it more memory (MemoryMax= of its unit, or --memory of the container), or the machine swap.",
  ],
  "descriptors-few": (limit: number): Said => [
    `The server may have only ${limit} files and connections open: with more apps, nobody else gets in.`,
    "Let it have more: LimitNOFILE=65536 in its unit, or ulimit -n 65536 before it is started.",
  ],
  "clock-unset": (): Said => [
    "Nothing sets the clock of this machine: it will drift, and after a time without power it may be wrong by years. Certificates are refused then.",
    "Have it set: sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead: string, who: string): Said => [
    `The clock of this machine is ${ahead} ahead of that of ${who}: certificates and messages get wrong times.`,
    "Set it right: sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind: string, who: string): Said => [
    `The clock of this machine is ${behind} behind that of ${who}: certificates and messages get wrong times.`,
    "Set it right: sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path: string, by: string): Said => [
    `${path} was written ${by} from now: the clock of this machine is behind, or it was ahead then.`,
    "Look at the clock: date. To set it right: sudo timedatectl set-ntp true",
  ],
};
