/** deb(5): the package for Debian, Ubuntu and Raspberry Pi OS. The same executable, version and date give the same bytes. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SERVICE, SERVICE_USER, TITLE } from "../service/description.ts";
import { setupUnitFile } from "../service/setup-unit.ts";
import { STATE_DIRECTORY, unitFile } from "../service/unit.ts";
import { ar, type Entry, tar, withFolders } from "./archive.ts";
import { copyright, firewallProfile } from "./deb-files.ts";

export const ARCHITECTURES = { amd64: "linux-x64", arm64: "linux-arm64" } as const;
export type Architecture = keyof typeof ARCHITECTURES;

export interface DebOptions {
  readonly architecture: Architecture;
  /** As in the manifest of a release: "1.2.3-rc.1". */
  readonly version: string;
  /** The executable for it. */
  readonly binary: string;
  /** The folder where the package is written. */
  readonly to: string;
  /** In seconds since 1970 (SOURCE_DATE_EPOCH). */
  readonly date: number;
  /** Further files: the manual page, completions. */
  readonly more?: readonly Entry[];
  /** Of gzip, 9 by default; 1 takes a fifth of the time. */
  readonly level?: number;
}

const BINARY = "/usr/bin/jabber-home";
const SCRIPTS = join(import.meta.dir, "debian");
/** Who answers for the package: `npm run release` of somebody else names them by this variable. */
const MAINTAINER =
  process.env.DEBFULLNAME && process.env.DEBEMAIL
    ? `${process.env.DEBFULLNAME} <${process.env.DEBEMAIL}>`
    : "The jabber-home contributors <jabber-home@example.org>";

/** Debian Policy §5.6.12: what comes before a version sorts before it by a tilde. */
export const debVersion = (version: string): string => version.replace("-", "~");

export const debName = ({ version, architecture }: Pick<DebOptions, "version" | "architecture">): string =>
  `${SERVICE}_${debVersion(version)}_${architecture}.deb`;

/** Writes the package. Returns its path. */
export function writeDeb(options: DebOptions): string {
  const { to, date, level } = options;
  const files = filesOf(options);
  const scripts = ["preinst", "postinst", "prerm", "postrm"].map(
    (name): Entry => ({ path: `./${name}`, mode: 0o755, content: readFileSync(join(SCRIPTS, name)) }),
  );
  const control: readonly Entry[] = [
    { path: "./control", content: controlOf(options, files) },
    { path: "./conffiles", content: conffilesOf(files) },
    { path: "./md5sums", content: md5sumsOf(files) },
    ...scripts,
  ];
  const archive = ar(
    [
      { name: "debian-binary", content: Buffer.from("2.0\n") },
      { name: "control.tar.gz", content: packed(tar(withFolders(control), date)) },
      { name: "data.tar.gz", content: packed(tar(withFolders(files), date), level) },
    ],
    date,
  );
  mkdirSync(to, { recursive: true });
  const path = join(to, debName(options));
  writeFileSync(path, archive);
  return path;
}

/** Without a name and a time in it. */
const packed = (bytes: Uint8Array, level = 9): Buffer => gzipSync(bytes, { level });

function filesOf({ binary, version, date, more = [] }: DebOptions): readonly Entry[] {
  const unit = unitFile({ binary: BINARY, home: STATE_DIRECTORY, user: SERVICE_USER });
  const doc = `./usr/share/doc/${SERVICE}`;
  return [
    { path: `.${BINARY}`, mode: 0o755, content: readFileSync(binary) },
    { path: `./usr/lib/systemd/system/${SERVICE}.service`, content: unit },
    { path: `./usr/lib/systemd/system/${SERVICE}-setup.service`, content: setupUnitFile(BINARY) },
    { path: `./etc/pam.d/${SERVICE}`, content: pamFile },
    { path: `./etc/ufw/applications.d/${SERVICE}`, content: firewallProfile },
    { path: `${doc}/copyright`, content: copyright },
    { path: `${doc}/changelog.gz`, content: packed(Buffer.from(changelogOf(version, date))) },
    { path: `./usr/share/lintian/overrides/${SERVICE}`, content: readFileSync(join(SCRIPTS, "lintian-overrides")) },
    ...more,
  ];
}

/** By which PAM checks passwords where auth.source is "system"; nobody is let in by it otherwise. */
const pamFile = `# Passwords of ${SERVICE} (auth.source = "system").\n@include common-auth\n@include common-account\n`;

const isConffile = ({ path }: Entry): boolean => path.startsWith("./etc/");

const conffilesOf = (files: readonly Entry[]): string =>
  files
    .filter(isConffile)
    .map(({ path }) => `${path.slice(1)}\n`)
    .join("");

const md5sumsOf = (files: readonly Entry[]): string =>
  files
    .filter((file) => !isConffile(file))
    .map(({ path, content = "" }) => `${createHash("md5").update(content).digest("hex")}  ${path.slice(2)}\n`)
    .join("");

function controlOf({ version, architecture }: DebOptions, files: readonly Entry[]): string {
  const bytes = files.reduce((sum, { content = "" }) => sum + content.length, 0);
  return `Package: ${SERVICE}
Version: ${debVersion(version)}
Architecture: ${architecture}
Maintainer: ${MAINTAINER}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: adduser, libc6 (>= 2.17)
Suggests: libpam0g
Section: net
Priority: optional
Description: ${TITLE.charAt(0).toLowerCase()}${TITLE.slice(1)}
 A messaging server for a family, friends or an association, in one program:
 accounts, group chats, files, calls, a chat in the browser, certificates and
 backups.
 .
 "sudo jabber-home setup" asks a few questions and starts it; nothing runs
 before.
`;
}

const changelogOf = (version: string, date: number): string =>
  `${SERVICE} (${debVersion(version)}) stable; urgency=medium

  * What has changed stands in CHANGELOG.md of the release.

 -- ${MAINTAINER}  ${new Date(date * 1000).toUTCString().replace("GMT", "+0000")}
`;
