/** XEP-0388 §2.3: what a client says of itself while it authenticates. Only the account's owner is ever told. */
export interface UserAgent {
  /** A UUID of this installation, in lower case, or one that begins with PAGE_AGENT; undefined where none was given. */
  readonly id: string | undefined;
  readonly software: string | undefined;
  readonly device: string | undefined;
}

/** Begins the id of a client that is the chat page (`web/`); what follows is the id of a session of the pages. No UUID begins so. */
export const PAGE_AGENT = "page:";
