/** What Prosody's configuration says that setup wants to know. It is a program: only what is written out is found. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "/etc/prosody";
/** Bytes, of one file; and files. */
const MAX_SIZE = 1_000_000;
const MAX_FILES = 200;

/** Bare JIDs of `admins`, of all hosts together. */
export function prosodyAdmins(root: string): readonly string[] {
  const files = [join(root + FOLDER, "prosody.cfg.lua"), ...filesIn(join(root + FOLDER, "conf.d"))];
  const lists = files.flatMap((file) => [...textOf(file).matchAll(/^\s*admins\s*=\s*\{([^}]*)\}/gm)]);
  return lists.flatMap(([, list = ""]) =>
    [...list.matchAll(/["']([^"'\s]+@[^"'\s]+)["']/g)].map(([, jid = ""]) => jid),
  );
}

function filesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".cfg.lua"));
    return names.slice(0, MAX_FILES).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Empty where there is none, or this user may not read it. */
function textOf(file: string): string {
  try {
    return statSync(file).size > MAX_SIZE ? "" : readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
