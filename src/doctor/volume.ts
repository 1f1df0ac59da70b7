/** The disk of a home: its file system (proc_pid_mountinfo(5)), its kind, its wear and its errors, as far as Linux tells. */
import { statfsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { orNothing, realPathOf, type SystemRoot, systemNames, systemNumber, systemText } from "./system-files.ts";

export interface VolumeFacts {
  /** "ext4". */
  readonly fileSystem?: string;
  /** Nothing can be written there. */
  readonly isReadOnly?: true;
  /** In bytes, for this user. */
  readonly free?: number;
  /** How many files there can be, and how many more. */
  readonly files?: number;
  readonly freeFiles?: number;
  /** The whole disk: "mmcblk0", "sda". */
  readonly disk?: string;
  /** A card that can be taken out, or flash memory that is soldered in. */
  readonly flash?: "card" | "emmc";
  /** Of eMMC: the part of its life that is used up, in percent, and whether hardly any spare blocks are left. */
  readonly worn?: number;
  readonly isNearEnd?: true;
  /** That the file system has noted about itself since it was made or last repaired. */
  readonly errors?: number;
  /** How long a few bytes take to be on the disk: in the middle of several tries, and at most; milliseconds. */
  readonly sync?: { readonly usual: number; readonly longest: number };
}

/** Empty where the folder does not exist. */
export function volumeFacts(folder: string, root: SystemRoot = ""): VolumeFacts {
  const stat = orNothing(() => statSync(folder));
  if (!stat) return {};
  const mount = mountOf(stat.dev, folder, root);
  const space = orNothing(() => statfsSync(folder));
  const counts = space && space.files > 0 ? { files: space.files, freeFiles: space.ffree } : {};
  return {
    ...(mount ? { fileSystem: mount.type } : {}),
    ...(mount?.isReadOnly ? { isReadOnly: true as const } : {}),
    ...(space ? { free: space.bavail * space.bsize, ...counts } : {}),
    ...(mount ? deviceFacts(mount, root) : {}),
  };
}

interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
  /** "179:2". */
  readonly device: string;
  readonly isReadOnly: boolean;
}

/** By the number of the device, else the longest mount point that the folder is below (btrfs, overlay have no device of their own). */
function mountOf(dev: number, folder: string, root: SystemRoot): Mount | undefined {
  const mounts = (systemText(`${root}/proc/self/mountinfo`) ?? "").split("\n").flatMap(mountIn);
  const path = realPathOf(folder) ?? folder;
  const above = mounts
    .filter(({ point }) => point === "/" || path === point || path.startsWith(`${point}/`))
    .toSorted((one, other) => other.point.length - one.point.length);
  const number = `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
  return above.find(({ device }) => device === number) ?? above[0];
}

/** "36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw,errors=continue". */
function mountIn(line: string): Mount[] {
  const [first, second] = line.split(" - ");
  const [, , device, , point, options] = first?.split(" ") ?? [];
  const [type, source = "", superOptions = ""] = second?.split(" ") ?? [];
  if (device === undefined || point === undefined || type === undefined) return [];
  const isReadOnly = [options ?? "", superOptions].some((each) => each.split(",").includes("ro"));
  return [{ device, point: unescaped(point), type, source, isReadOnly }];
}

/** A blank is "\040" there. */
const unescaped = (text: string): string =>
  text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function deviceFacts({ type, source, device }: Mount, root: SystemRoot): VolumeFacts {
  const byNumber = realPathOf(`${root}/sys/dev/block/${device}`);
  const byName = source.startsWith("/dev/") ? realPathOf(`${root}/sys/class/block/${basename(source)}`) : undefined;
  const block = byNumber ?? byName;
  if (block === undefined) return {};
  const whole = wholeDisk(block, root);
  const disk = basename(whole);
  return { disk, ...flashFacts(whole), ...errorFacts(type, basename(block), root) };
}

/** Below encryption (dm-crypt) and volumes (LVM), the first disk of which it is made; of a partition, the disk. */
function wholeDisk(block: string, root: SystemRoot, depth = 0): string {
  const [below] = systemNames(join(block, "slaves"));
  const lower = below === undefined ? undefined : realPathOf(`${root}/sys/class/block/${below}`);
  if (lower !== undefined && depth < 5) return wholeDisk(lower, root, depth + 1);
  return systemText(join(block, "partition")) === undefined ? block : dirname(block);
}

/** The JEDEC standard of eMMC (JESD84-B51): a life time of 0x01 is up to 10 % used, 0x0B more than all; pre-EOL 2 and 3 are the end. */
function flashFacts(disk: string): VolumeFacts {
  if (!basename(disk).startsWith("mmcblk")) return {};
  if (systemText(join(disk, "device/type")) !== "MMC") return { flash: "card" };
  const lives = (systemText(join(disk, "device/life_time")) ?? "").split(/\s+/).map((life) => Number(life) || 0);
  const worst = Math.max(0, ...lives);
  const end = systemNumber(join(disk, "device/pre_eol_info")) ?? 0;
  return {
    flash: "emmc",
    ...(worst > 0 ? { worn: Math.min(100, worst * 10) } : {}),
    ...(end >= 2 ? { isNearEnd: true as const } : {}),
  };
}

/** ext4 and btrfs count what went wrong. */
function errorFacts(type: string, device: string, root: SystemRoot): VolumeFacts {
  if (type === "ext4") {
    const errors = systemNumber(`${root}/sys/fs/ext4/${device}/errors_count`);
    return errors ? { errors } : {};
  }
  if (type !== "btrfs") return {};
  const counted = systemNames(`${root}/sys/fs/btrfs`)
    .filter((id) => systemNames(`${root}/sys/fs/btrfs/${id}/devices`).includes(device))
    .flatMap((id) => systemNames(`${root}/sys/fs/btrfs/${id}/devinfo`).map((number) => `${id}/devinfo/${number}`))
    .map((place) => systemText(`${root}/sys/fs/btrfs/${place}/error_stats`) ?? "")
    .flatMap((text) => [...text.matchAll(/_errs (\d+)/g)].map(([, count]) => Number(count)));
  const errors = counted.reduce((sum, count) => sum + count, 0);
  return errors > 0 ? { errors } : {};
}
