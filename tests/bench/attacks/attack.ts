/** The definition of an attack: what it prepares, and what it then sends. */
import type { AttackContext } from "./attack-context.ts";

export interface Attack {
  /** For the table and for --only. */
  readonly name: string;
  /** A sentence for the notes below the table. */
  readonly about: string;
  /** Localparts of accounts, beside the bystander's. */
  readonly accounts: readonly string[];
  /** Further `--set` arguments of the server. */
  readonly settings?: readonly string[];
  /** Limit of the server's file descriptors; by default that of the machine. */
  readonly descriptors?: number;
  /** Whether the server is stopped and started again afterwards, and both are timed. */
  readonly isRestarted?: true;
  /**
   * Runs in a process of its own. Nothing before `context.startMeasurement()` is measured. Resolves with a summary of the
   * answers.
   */
  readonly run: (context: AttackContext) => Promise<string>;
}
