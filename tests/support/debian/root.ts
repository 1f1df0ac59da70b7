/** A small, clean Debian in a folder, from the mirror that this machine's apt has. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../process/compiled.ts";

/** Kept for the next run; `rm -rf dist/debian` makes it anew. */
const FOLDER = join(ROOT, "dist/debian");
/** What is tried in it needs these, besides what every Debian has. */
const PACKAGES = ["systemd", "openssl", "curl", "ca-certificates", "busybox"];

/** Why none can be had; undefined where it can. */
export function noDebian(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  const missing = ["mmdebstrap", "flock", "unshare", "nsenter", "ip"].filter((name) => Bun.which(name) === null);
  if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
  const { exitCode } = Bun.spawnSync([
    "unshare",
    "--mount",
    "--pid",
    "--net",
    "--fork",
    "mount",
    "-t",
    "tmpfs",
    "tmpfs",
    "/mnt",
  ]);
  return exitCode === 0 ? undefined : "may not make namespaces";
}

/** Its folder, made by the first who asks, in about two minutes. Throws what mmdebstrap says, where the mirror cannot be reached. */
export function debianRoot(): string {
  const root = join(FOLDER, `root-${Bun.hash(PACKAGES.join(" ")).toString(36)}`);
  if (existsSync(root)) return root;
  mkdirSync(FOLDER, { recursive: true });
  const options = ["--variant=minbase", `--include=${PACKAGES.join(",")}`, "--format=directory", "--quiet"];
  // Two at once make it once.
  const script = '[ -d "$0" ] || { rm -rf "$0.new"; mmdebstrap "$@" && mv "$0.new" "$0"; }';
  const command = [
    "flock",
    join(FOLDER, "lock"),
    "sh",
    "-c",
    script,
    root,
    ...options,
    suite(),
    `${root}.new`,
    ...sources(),
  ];
  const { exitCode, stderr } = Bun.spawnSync(command, { stdin: "ignore", stdout: "ignore" });
  if (exitCode !== 0) throw new Error(`no Debian from the mirrors in ${sources().join(", ")}: ${stderr}`);
  return root;
}

const suite = (): string => /^VERSION_CODENAME=(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "stable";

/** sources.list(5): those of Debian alone. */
function sources(): readonly string[] {
  const folder = "/etc/apt/sources.list.d";
  const more = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const files = ["/etc/apt/sources.list", ...more].filter((path) => /\.(list|sources)$/.test(path) && existsSync(path));
  const found = files.filter((path) => /^(?!#).*\/debian(-security)?\b/m.test(readFileSync(path, "utf8")));
  if (found.length === 0) throw new Error("apt knows no mirror of Debian");
  return found;
}
