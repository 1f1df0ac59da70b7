/** Why a backup could not be made, or not be taken back. */

export type BackupProblem =
  /** Another one is being made. */
  | { readonly kind: "runs" }
  /** In bytes, on the disk of `path`. */
  | { readonly kind: "no-room"; readonly path: string; readonly needed: number; readonly free: number }
  /** `why`: what SQLite says. */
  | { readonly kind: "database-damaged"; readonly why: string }
  /** A file changed or was deleted while it was read. */
  | { readonly kind: "changed"; readonly path: string }
  | { readonly kind: "not-a-backup" }
  /** The file ends too early. */
  | { readonly kind: "cut" }
  /** A part has other contents than the manifest says. */
  | { readonly kind: "damaged"; readonly path: string }
  /** Nothing that this program writes: a link, a path out of the home, an entry that the manifest does not name. */
  | { readonly kind: "hostile"; readonly path: string }
  /** Made by a later version of this program. */
  | { readonly kind: "newer"; readonly version: string }
  /** It is encrypted, and what opens it (age) was not given. */
  | { readonly kind: "encrypted"; readonly by: "passphrase" | "identity" }
  /** It is encrypted for another passphrase, or for nobody whose key was given. */
  | { readonly kind: "passphrase" }
  | { readonly kind: "identity" }
  /** The folder for backups is not there. */
  | { readonly kind: "no-folder"; readonly path: string }
  /** The folder is there, and may not be written to by `user`; `isReadOnly`: the disk, or what systemd shows a service of it. */
  | {
      readonly kind: "not-writable";
      readonly path: string;
      readonly user: string;
      readonly isReadOnly: boolean;
      readonly isService: boolean;
    }
  /** `why`: what the system says. */
  | { readonly kind: "other"; readonly why: string };

export class BackupError extends Error {
  readonly problem: BackupProblem;

  constructor(problem: BackupProblem, cause?: unknown) {
    super(`backup: ${JSON.stringify(problem)}`, { cause });
    this.problem = problem;
  }
}
