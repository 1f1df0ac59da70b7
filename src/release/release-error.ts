/** Why a release is not taken. */

export type ReleaseProblem =
  /** This program knows no key by which a release could be signed. */
  | { readonly kind: "no-keys" }
  /** No known key has signed this manifest, or its bytes are others than those that were signed. */
  | { readonly kind: "not-signed" }
  /** Signed, but not what this program reads; `why` names the field. */
  | { readonly kind: "malformed"; readonly why: string }
  /** Of a later format than this program reads. */
  | { readonly kind: "format"; readonly format: number }
  /** Times in milliseconds since 1970. */
  | { readonly kind: "expired"; readonly expires: number }
  /** Made in the future, by the clock of this machine. */
  | { readonly kind: "future"; readonly released: number; readonly now: number }
  /** The version is older than the one that runs. */
  | { readonly kind: "downgrade"; readonly version: string; readonly current: string }
  | { readonly kind: "no-target"; readonly target: string; readonly version: string }
  /** Neither a folder nor an address that begins with https:// (or, on this machine, http://). */
  | { readonly kind: "no-place"; readonly given: string }
  /** `why`: what the system or the runtime says. */
  | { readonly kind: "unreachable"; readonly where: string; readonly why: string }
  | { readonly kind: "answer"; readonly where: string; readonly status: number }
  /** The connection was lost again and again; what has come is kept for the next time. */
  | { readonly kind: "cut"; readonly file: string; readonly bytes: number; readonly of: number }
  /** In bytes, on the disk of `path`. */
  | { readonly kind: "no-room"; readonly path: string; readonly needed: number; readonly free: number }
  /** A file has another length, or another digest, than the manifest says. */
  | { readonly kind: "wrong-bytes"; readonly file: string };

export class ReleaseError extends Error {
  readonly problem: ReleaseProblem;

  constructor(problem: ReleaseProblem, cause?: unknown) {
    super(`release: ${JSON.stringify(problem)}`, { cause });
    this.problem = problem;
  }
}
