/** A configured file has no roots. */

export class RootsError extends Error {
  readonly path: string;
  /** The error of the system where it cannot be read; undefined where no certificate is in it. */
  readonly unreadable: { readonly code: string; readonly why: string } | undefined;

  constructor(path: string, cause?: NodeJS.ErrnoException) {
    const unreadable = cause && { code: cause.code ?? "", why: plain(cause.message) };
    super(`${path}: ${unreadable?.why ?? "no certificate"}`, { cause });
    this.name = "RootsError";
    this.path = path;
    this.unreadable = unreadable;
  }
}

/** "no such file or directory" from the runtime's "ENOENT: no such file or directory, open 'FILE'". */
const plain = (message: string): string => message.replace(/^[A-Z0-9]+: (.+?), \w+ .*$/, "$1");
