/** What a start of the program does about an update: decided from the journal, before anything of the home is touched. */

import type { Home } from "../home.ts";
import { isUpdating } from "./executables.ts";
import { forgetDatabase } from "./former-database.ts";
import { endJournal, type Journal, MAX_ATTEMPTS, readJournal, writeJournal } from "./journal.ts";

export type Start =
  /** No update, or none that concerns this start. */
  | { readonly kind: "usual" }
  /** This is the new version, which is to prove itself. */
  | { readonly kind: "trial"; readonly journal: Journal }
  /** The update was undone: the database of before, if there is one, goes back, and the version before runs. */
  | { readonly kind: "undone"; readonly journal: Journal };

/** `version`: that of this program; `now` in milliseconds since 1970. A start that is a trial is counted, on the disk. */
export function startOf(home: Pick<Home, "directory" | "database">, version: string, now: number): Start {
  const { directory } = home;
  const journal = readJournal(directory);
  if (!journal) return { kind: "usual" };
  const { state, from, to, attempts } = journal;
  if (version !== from && version !== to) {
    // Somebody has put a third version in its place: what was kept is of no use to it.
    forgetDatabase(home);
    endJournal(directory, { from, to, at: now, undone: `version ${version} was installed` });
    return { kind: "usual" };
  }
  if (state === "back") return { kind: "undone", journal };
  if (version === from) {
    // The executable was not replaced yet: whoever is about to do so goes on. After a power cut there is nobody.
    if (isUpdating(directory)) return { kind: "usual" };
    const undone: Journal = { ...journal, state: "back", why: "it was interrupted" };
    writeJournal(directory, undone);
    return { kind: "undone", journal: undone };
  }
  if (attempts >= MAX_ATTEMPTS) {
    const undone: Journal = {
      ...journal,
      state: "back",
      why: `it was started ${attempts} times and never came to work`,
    };
    writeJournal(directory, undone);
    return { kind: "undone", journal: undone };
  }
  // What an earlier update has left is not the database of before this one.
  if (attempts === 0) forgetDatabase(home);
  const counted = { ...journal, attempts: attempts + 1 };
  writeJournal(directory, counted);
  return { kind: "trial", journal: counted };
}
