/** Simulates a power cut: of the files in a folder, what had been synced is left, and any part of the rest. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Chance, tornContent, tornNames } from "./torn.ts";

export interface Power extends Disposable {
  /** Environment for the process that works in the folder. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * After SIGKILL: restores the folder as a power cut would have left it. Its initial contents count as synced. Without `chance`
   * nothing is left of what was not synced.
   */
  cut(chance?: Chance): void;
}

export interface PowerOptions {
  /** How long a sync may take, in microseconds: meanwhile more is written. */
  readonly delay?: number;
}

/** Records the folder's synced files from now on. Throws where there is no C compiler. */
export function openPower(root: string, { delay = 0 }: PowerOptions = {}): Power {
  const folder = mkdtempSync(join(tmpdir(), "power-"));
  const [library, shadow, before] = ["synced.so", "shadow", "before"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { exitCode, stderr } = Bun.spawnSync(
    ["gcc", "-shared", "-fPIC", "-O1", "-o", library, join(import.meta.dir, "synced.c"), "-ldl"],
    { stderr: "pipe" },
  );
  if (exitCode !== 0) throw new Error(`gcc: ${stderr}`);
  mkdirSync(shadow);
  mkdirSync(before);
  keepBefore(root, before);
  return {
    env: { LD_PRELOAD: library, POWER_ROOT: root, POWER_SHADOW: shadow, POWER_DELAY: String(delay) },
    cut: (chance) => cut(root, [shadow, before], chance),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** As synced.c writes it. */
function idOf(path: string): string {
  const { ino, birthtimeNs } = statSync(path, { bigint: true });
  return `${ino}-${birthtimeNs}`;
}

/**
 * A socket is useless without its process, and SQLite's shared memory file is rebuilt at each start. The journal of sessions counts
 * for nothing once the machine has been started again (src/store/journal-file.ts), which this machine has not.
 */
const isKept = (name: string): boolean => !/(\.sock|-shm|^sessions\.journal(\.new)?)$/.test(name);

const namesOf = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder)
      .filter(isKept)
      .map((name) => [name, idOf(join(folder, name))]),
  );

/** Copies the present files: they count as synced. */
function keepBefore(root: string, before: string): void {
  const names = namesOf(root);
  writeFileSync(join(before, `names-${idOf(root)}`), [...names].map(([name, id]) => `${id} ${name}\n`).join(""));
  for (const [name, id] of names) {
    const path = join(root, name);
    if (statSync(path).isDirectory()) keepBefore(path, before);
    else if (statSync(path).isFile()) cpSync(path, join(before, `content-${id}`));
  }
}

/** The files of a folder by their ids, its subfolders included. */
function filesBelow(folder: string): Map<string, Buffer | "folder"> {
  const files = new Map<string, Buffer | "folder">();
  for (const [name, id] of namesOf(folder)) {
    const path = join(folder, name);
    const isFolder = statSync(path).isDirectory();
    files.set(id, isFolder ? "folder" : readFileSync(path));
    if (isFolder) for (const [other, content] of filesBelow(path)) files.set(other, content);
  }
  return files;
}

/** `kept`: the folders of the shadow, the newer one first. */
function cut(root: string, kept: readonly string[], chance: Chance | undefined): void {
  const keptAs = (name: string): Buffer | undefined => {
    for (const folder of kept)
      try {
        return readFileSync(join(folder, name));
      } catch {
        // It is in the next one, or was never synced.
      }
    return undefined;
  };
  const files = filesBelow(root);
  /** The ids of the names that were synced of the folder with this id. */
  const syncedIn = (id: string): Map<string, string> => {
    const lines = (keptAs(`names-${id}`)?.toString() ?? "").split("\n").filter((line) => line !== "");
    return new Map(
      lines
        .map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))] as const)
        .filter(([name]) => isKept(name)),
    );
  };
  const restoreFile = (path: string, id: string): void => {
    const present = files.get(id);
    if (present === "folder") return;
    // A folder that was removed, which was not synced.
    if (present === undefined && keptAs(`names-${id}`)) {
      mkdirSync(path, { mode: 0o700 });
      for (const [name, inside] of syncedIn(id)) restoreFile(join(path, name), inside);
      return;
    }
    // A file whose name is synced before its contents is empty.
    const content = tornContent(keptAs(`content-${id}`) ?? Buffer.alloc(0), present, chance);
    writeFileSync(path, content, { mode: 0o600 });
  };
  const restore = (folder: string): void => {
    const synced = syncedIn(idOf(folder));
    const present = namesOf(folder);
    const names = tornNames(synced, present, chance);
    for (const name of readdirSync(folder)) {
      const isFolder = files.get(present.get(name) ?? "") === "folder";
      if (isFolder && names.get(name) === present.get(name)) restore(join(folder, name));
      else rmSync(join(folder, name), { recursive: true, force: true });
    }
    for (const [name, id] of names) restoreFile(join(folder, name), id);
  };
  restore(root);
}
