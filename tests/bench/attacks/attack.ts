/** The definition of an attack: what it prepares, and what it then sends. */
import type { AttackContext } from "./attack-context.ts";

export interface Attack {
  /** For the table and for --only. */
  readonly name: string;
  /** What is done, in a sentence below the table. */
  readonly about: string;
  /** Local parts, beside the bystander's. */
  readonly accounts: readonly string[];
  /** `--set`s of the server, beside its own. */
  readonly settings?: readonly string[];
  /** How many descriptors the server may have open; by default what this machine allows. */
  readonly descriptors?: number;
  /** The server is stopped and started again afterwards, and both are timed. */
  readonly isRestarted?: true;
  /**
   * Runs in a process of its own. All that it does before `stage.begins()` is not measured. Resolves with what it was
   * answered, in a few words.
   */
  readonly play: (stage: AttackContext) => Promise<string>;
}
