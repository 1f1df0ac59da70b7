/** What root makes in a folder belongs to the owner of the folder, who could not use it otherwise (`sudo jabber-home setup`). */
import { fchownSync, lchownSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Gives to the owner of its folder what is at `path`, where root runs this and it is root's. `descriptor`: of the file, where it
 * is open. Never follows a link, and leaves files alone that have another name elsewhere: the owner may have put it there.
 */
export function giveToFolderOwner(path: string, descriptor?: number): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  const made = lstatSync(path, { throwIfNoEntry: false });
  if (uid === 0 || made?.uid !== 0 || (made.nlink > 1 && !made.isDirectory())) return;
  if (descriptor === undefined) lchownSync(path, uid, gid);
  else fchownSync(descriptor, uid, gid);
}

/**
 * Creates the folder, mode 0700, and those above it. Returns those that were missing, the highest first: their names may be lost
 * with a power cut. Throws the errors of mkdir(2).
 */
export function makeFolder(path: string): readonly string[] {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return [];
  const made: string[] = [];
  const highest = resolve(first);
  for (let folder = resolve(path); folder.length >= highest.length; folder = dirname(folder)) made.push(folder);
  made.reverse();
  for (const folder of made) giveToFolderOwner(folder);
  return made;
}
