/** Simulates a power cut: of the files in a folder, only what had been synced is left. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Power extends Disposable {
  /** Environment for the process that works in the folder. */
  readonly env: Readonly<Record<string, string>>;
  /** After SIGKILL: restores the folder as a power cut would have left it. Its initial contents count as synced. */
  cut(): void;
}

/** Records the folder's synced files from now on. Throws where there is no C compiler. */
export function openPower(root: string): Power {
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
  keepBefore(root, before);
  return {
    env: { LD_PRELOAD: library, POWER_ROOT: root, POWER_SHADOW: shadow },
    cut: () => restore(root, { shadow, before }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const namesOf = (folder: string): readonly (readonly [inode: number, name: string])[] =>
  readdirSync(folder).map((name) => [statSync(join(folder, name)).ino, name]);

/** Copies the present files into the shadow: they count as synced. */
function keepBefore(root: string, before: string): void {
  mkdirSync(before, { recursive: true });
  const names = namesOf(root);
  writeFileSync(join(before, `names-${statSync(root).ino}`), names.map((entry) => `${entry.join(" ")}\n`).join(""));
  for (const [inode, name] of names) {
    const path = join(root, name);
    if (statSync(path).isDirectory()) keepBefore(path, before);
    else if (statSync(path).isFile()) cpSync(path, join(before, `content-${inode}`));
  }
}

interface Kept {
  readonly shadow: string;
  readonly before: string;
}

/** The newer of the two, if there is any. */
const keptAs = ({ shadow, before }: Kept, name: string): string | undefined =>
  [shadow, before].map((folder) => join(folder, name)).find((path) => existsSync(path));

function restore(folder: string, kept: Kept): void {
  const { ino } = statSync(folder);
  const names = keptAs(kept, `names-${ino}`);
  const entries = (names === undefined ? "" : readFileSync(names, "utf8")).split("\n").filter((line) => line !== "");
  const wanted = new Map(entries.map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory() && wanted.has(name)) restore(path, kept);
    else rmSync(path, { recursive: true });
  }
  for (const [name, inode] of wanted) {
    const path = join(folder, name);
    // A socket is useless without its process, and SQLite's shared memory file is rebuilt at each start.
    if (existsSync(path) || name.endsWith(".sock") || name.endsWith("-shm")) continue;
    const content = keptAs(kept, `content-${inode}`);
    // A file whose name is synced before its contents is empty.
    writeFileSync(path, content === undefined ? "" : readFileSync(content), { mode: 0o600 });
  }
}
