/** The four phases of a path: each calls the modules' handlers in the order of modules.ts. */
import type { Stanza } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Passage, Path } from "./module.ts";

/** The modules' handlers of one direction, by phase. */
export class Phases {
  readonly #guards: NonNullable<Path["guard"]>[] = [];
  readonly #amendments: NonNullable<Path["amend"]>[] = [];
  readonly #records: NonNullable<Path["record"]>[] = [];
  readonly #copies: NonNullable<Path["copy"]>[] = [];

  add(path: Path): void {
    if (path.guard) this.#guards.push(path.guard);
    if (path.amend) this.#amendments.push(path.amend);
    if (path.record) this.#records.push(path.record);
    if (path.copy) this.#copies.push(path.copy);
  }

  /** False where a guard drops the stanza. Throws the StanzaError of a guard that refuses it. */
  isLetThrough(passage: Passage): boolean {
    for (const guard of this.#guards) {
      const verdict = guard(passage);
      if (verdict === "drop") return false;
      if (verdict instanceof StanzaError) throw verdict;
    }
    return true;
  }

  /** The stanza that travels on. */
  amended(passage: Passage): Stanza {
    let { stanza } = passage;
    for (const amend of this.#amendments) stanza = amend({ ...passage, stanza });
    return stanza;
  }

  record(passage: Passage): void {
    for (const record of this.#records) record(passage);
  }

  copy(passage: Passage): void {
    for (const copy of this.#copies) copy(passage);
  }
}
