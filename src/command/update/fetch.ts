/** The next executable, beside the one that runs: downloaded, unpacked, compared with the manifest, and tried on a copy of the home. */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../../home.ts";
import type { Language } from "../../messages/language.ts";
import { updateMessages } from "../../messages/update.ts";
import { download, unpack } from "../../release/download.ts";
import { nextOf } from "../../release/executables.ts";
import { makeUpdateFolder, updateFolder } from "../../release/journal.ts";
import { executableFor, type ReleaseManifest } from "../../release/manifest.ts";
import type { Source } from "../../release/source.ts";
import { thisTarget } from "../../release/target.ts";
import { makeFolder } from "../../store/folder-owner.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { tried } from "./tried.ts";

/** Where root keeps what it downloads for the home of somebody else, who could put a link there. */
const ROOTS_FOLDER = "/var/cache/jabber-home";
const PACKED = /^jabber-home-.*\.gz\.part$/;

export interface Fetching {
  readonly home: Home;
  readonly language: Language;
  readonly terminal: Pick<Terminal, "err" | "line">;
  /** The one that is to be replaced. */
  readonly executable: string;
}

/** Resolves when the next executable is there. Rejects with ReleaseError. */
export async function fetchNext(source: Source, manifest: ReleaseManifest, fetching: Fetching): Promise<void> {
  const { home, terminal, language, executable } = fetching;
  const file = executableFor(manifest, thisTarget());
  const folder = folderFor(home);
  const name = `jabber-home-${manifest.version}-${file.sha256.slice(0, 16)}.gz.part`;
  // What was begun of another release is of no use any more.
  for (const other of readdirSync(folder)) if (PACKED.test(other) && other !== name) rmSync(join(folder, other));
  terminal.err(updateMessages[language].downloading(file.file, file.bytes));
  let shown = -1;
  await download(source, file, join(folder, name), (bytes) => {
    const percent = Math.floor((bytes / file.bytes) * 100);
    if (percent === shown) return;
    shown = percent;
    terminal.line?.(`${percent} %`);
  });
  terminal.line?.("");
  await unpack(join(folder, name), file, nextOf(executable));
  rmSync(join(folder, name), { force: true });
}

function folderFor({ directory }: Home): string {
  const user = process.getuid?.();
  if (user === 0 && statSync(directory).uid !== user) {
    makeFolder(ROOTS_FOLDER);
    return ROOTS_FOLDER;
  }
  makeUpdateFolder(directory);
  return updateFolder(directory);
}

/** The next executable looks at the configuration, and starts on a copy of the database. Rejects with CommandError, and removes it. */
export async function tryNext(version: string, fetching: Fetching): Promise<void> {
  const { home, terminal, language, executable } = fetching;
  terminal.err(updateMessages[language].trying(version));
  const next = nextOf(executable);
  const flags = ["--home", home.directory, "--lang", language];
  const refuse = (output: string): never => {
    rmSync(next, { force: true });
    throw new CommandError(EXIT.failed, ...updateMessages[language].refused(version, output.trim()));
  };
  const named = await tried(next, ["version", "--json"], fetching);
  if (!named.isRight || !named.output.includes(`"${version}"`)) refuse(named.output);
  for (const words of [
    ["config", "check"],
    ["run", "--check"],
  ]) {
    const { isRight, output } = await tried(next, [...words, ...flags], fetching);
    if (!isRight) refuse(output);
  }
}
