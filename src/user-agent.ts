/** XEP-0388 §2.3: what a client says of itself while it authenticates. Only the account's owner is ever told. */
export interface UserAgent {
  /** A UUID of this installation, in lower case; undefined where none was given. */
  readonly id: string | undefined;
  readonly software: string | undefined;
  readonly device: string | undefined;
}
