/** Check: is the disk of the home fit for a database, sound, fast enough, and large enough for the weeks to come? */
import { DAY } from "../clock.ts";
import type { DiskDay } from "../store/disk-history.ts";
import { defineCheck, type FoundOf, type NoDetails, said } from "./check.ts";

interface Details {
  readonly "file-system-read-only": { readonly path: string };
  readonly "file-system-unfit": { readonly type: string };
  readonly "file-system-volatile": { readonly type: string };
  readonly "file-system-errors": { readonly count: number };
  /** How many more there can be. */
  readonly "files-few": { readonly left: number };
  /** Milliseconds. */
  readonly "disk-slow": { readonly usual: number; readonly longest: number };
  readonly "disk-card": NoDetails;
  readonly "disk-worn": { readonly percent: number };
  /** `perDay` in bytes. */
  readonly "disk-fills": { readonly days: number; readonly perDay: number };
}

/** Without locks or rights as SQLite and keys need them: of DOS and Windows, and over a network. */
const UNFIT = /^(vfat|msdos|exfat|ntfs|ntfs3|fuseblk|nfs4?|cifs|smb3|smbfs|9p|fuse\.(sshfs|rclone|s3fs|davfs))$/;
/** Raspberry Pi OS can write into an overlay in memory, a container writes into one of its own. */
const VOLATILE = /^(tmpfs|ramfs|overlay)$/;
const FEW_FILES = 10_000;
const FEW_FILES_PART = 1 / 50;
/** Milliseconds: what people feel. */
const SLOW = 200;
const VERY_SLOW = 2000;
const WORN = 80;
/** A trend is one of at least three days, and matters within a month. */
const MIN_TREND = 3;
const MAX_TREND = 30;
const SOON = 30;

export const volumeCheck = defineCheck<Details>({
  look: ({ health, disk }, now) => {
    const { volume, store, folder } = health ?? {};
    const found: FoundOf<Details>[] = [];
    const {
      fileSystem: type = "",
      errors = 0,
      files = 0,
      freeFiles = files,
      sync,
      flash,
      worn,
      isNearEnd,
    } = volume ?? {};
    if (volume?.isReadOnly)
      found.push({ kind: "file-system-read-only", severity: "bad", details: { path: folder?.path ?? "" } });
    if (UNFIT.test(type)) found.push({ kind: "file-system-unfit", severity: "bad", details: { type } });
    if (VOLATILE.test(type)) found.push({ kind: "file-system-volatile", severity: "warning", details: { type } });
    if (errors > 0) found.push({ kind: "file-system-errors", severity: "bad", details: { count: errors } });
    if (files > 0 && freeFiles < FEW_FILES && freeFiles < files * FEW_FILES_PART)
      found.push({ kind: "files-few", severity: "warning", details: { left: freeFiles } });
    if (sync && (sync.usual >= SLOW || sync.longest >= VERY_SLOW))
      found.push({ kind: "disk-slow", severity: "warning", details: sync });
    if (flash === "card") found.push({ kind: "disk-card", severity: "notice", details: {} });
    if (isNearEnd || (worn ?? 0) >= WORN)
      found.push({ kind: "disk-worn", severity: isNearEnd ? "bad" : "warning", details: { percent: worn ?? 100 } });
    const trend = disk && trendOf(store?.days ?? [], disk.free, now);
    if (trend && trend.perDay > 0) {
      const days = Math.floor(Math.max(0, disk.free - disk.reserve) / trend.perDay);
      if (days < SOON) found.push({ kind: "disk-fills", severity: "warning", details: { days, ...trend } });
    }
    return found;
  },
  say: {
    "file-system-read-only": ({ path }, { machine }) => said(machine["file-system-read-only"](path)),
    "file-system-unfit": ({ type }, { machine }) => said(machine["file-system-unfit"](type)),
    "file-system-volatile": ({ type }, { machine }) => said(machine["file-system-volatile"](type)),
    "file-system-errors": ({ count }, { machine }) => said(machine["file-system-errors"](count)),
    "files-few": ({ left }, { machine }) => said(machine["files-few"](left)),
    "disk-slow": ({ usual, longest }, { machine }) => said(machine["disk-slow"](usual, longest)),
    "disk-card": (_, { machine }) => said(machine["disk-card"]()),
    "disk-worn": ({ percent }, { machine }) => said(machine["disk-worn"](percent)),
    "disk-fills": ({ days, perDay }, { machine, size }) => said(machine["disk-fills"](days, size(perDay))),
  },
});

/** Bytes that a day takes, by the oldest of the days that count; undefined where there are too few. */
function trendOf(days: readonly DiskDay[], free: number, now: number): { readonly perDay: number } | undefined {
  const today = now / DAY;
  const [first] = days.filter(({ day }) => today - day <= MAX_TREND);
  if (!first || today - first.day < MIN_TREND) return undefined;
  return { perDay: Math.round((first.free - free) / (today - first.day)) };
}
