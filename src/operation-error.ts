/** Why an operation was not done. Each door to the operations says it in its own words (control socket, XEP-0133, a page). */

/** By reason: what a sentence about it needs. All of it can be written as JSON. */
export interface OperationErrorDetails {
  /** The request over the control socket lacks a field, or has it in another shape. */
  readonly "malformed-request": { readonly field: string };
  readonly "no-domain-served": NoDetails;
  /** `domains` are those that are served. */
  readonly "domain-not-served": { readonly domain: string; readonly domains: readonly string[] };
  readonly "not-a-domain": { readonly given: string };
  /** No JID; `why` is the sentence of RFC 7622's implementation. */
  readonly "not-an-address": { readonly given: string; readonly why: string };
  /** A JID, but not of the form NAME@DOMAIN; `domain` is one that is served. */
  readonly "not-an-account": { readonly given: string; readonly domain: string };
  readonly "account-exists": { readonly account: string };
  readonly "no-such-account": { readonly account: string };
  readonly "bad-password": { readonly account: string };
  /** It has fewer characters than `minimum`. */
  readonly "short-password": { readonly account: string; readonly minimum: number };
  /** Accounts are not made here: they are those of the machine, a program, a directory (`source`). */
  readonly "accounts-elsewhere": { readonly source: string };
  /** The password is not kept here. */
  readonly "password-elsewhere": { readonly account: string; readonly source: string };
  /** No image that apps show. */
  readonly "not-a-picture": NoDetails;
  /** In bytes. */
  readonly "picture-too-large": { readonly maximum: number };
  /** In characters; or it has some that cannot be seen. */
  readonly "name-too-long": { readonly maximum: number };
  /** Nobody could administer the server any more from an app. */
  readonly "only-administrator": { readonly account: string };
  /** Whoever asks may not do this to the own account. */
  readonly "own-account": { readonly account: string };
  readonly "not-a-room": { readonly given: string; readonly example: string };
  /** `services` are the domains that have rooms. */
  readonly "no-rooms-there": {
    readonly domain: string;
    readonly services: readonly string[];
    readonly example: string;
  };
  readonly "no-such-room": { readonly room: string };
  readonly "room-exists": { readonly room: string };
  readonly "room-name-too-long": NoDetails;
  /** Neither an address nor a domain. */
  readonly "nobodys-address": { readonly given: string; readonly domain: string };
  /** It was not said whose the room is to be, and there is not exactly one administrator. */
  readonly "owner-not-named": NoDetails;
  /** A whole domain can be a member or an outcast only. */
  readonly "domain-cannot-own": NoDetails;
  readonly "last-owner": { readonly room: string };
  readonly "not-an-affiliation": { readonly given: string; readonly affiliations: readonly string[] };
  readonly "too-many-affiliations": { readonly room: string };
  /** `file` is what was given for it: an id or an address. */
  readonly "no-such-file": { readonly file: string };
  readonly "no-such-circle": { readonly circle: string };
  readonly "circle-exists": { readonly circle: string };
  /** Empty, too long, or with characters that cannot be seen. */
  readonly "not-a-circle-name": { readonly given: string };
  readonly "too-many-circles": { readonly maximum: number };
  readonly "circle-full": { readonly circle: string; readonly maximum: number };
  readonly "too-many-circles-of-account": { readonly account: string; readonly maximum: number };
  readonly "not-in-circle": { readonly account: string; readonly circle: string };
  /** Nobody could own the room of a circle. */
  readonly "no-administrator": NoDetails;
  readonly "announcement-empty": NoDetails;
  /** In characters. */
  readonly "announcement-too-long": { readonly maximum: number };
  /** An answer about the renewal of the certificate, where nothing was asked. */
  readonly "no-renewal-waits": NoDetails;
  /** The invitation is unknown, expired, used up or revoked: nobody is told which. */
  readonly "no-such-invitation": NoDetails;
  /** This account may not invite anybody, or not to this. */
  readonly "may-not-invite": { readonly account: string };
  /** Nobody may make an account but whoever runs the server. */
  readonly "registration-closed": NoDetails;
  /** So many invitations of the account are open. */
  readonly "too-many-invitations": { readonly maximum: number };
  /** An open invitation keeps the name. */
  readonly "name-invited": { readonly account: string };
  /** Nobody may choose this name. */
  readonly "name-reserved": { readonly account: string };
  /** The invitation is for this account. */
  readonly "other-name": { readonly account: string };
  readonly "bad-uses": { readonly maximum: number };
  readonly "one-name-many-uses": NoDetails;
  /** In characters. */
  readonly "note-too-long": { readonly maximum: number };
  /** In days. */
  readonly "bad-validity": { readonly maximum: number };
  /** No web server, where a new password could be chosen. */
  readonly "no-pages": NoDetails;
  /** No web server, whose page a phone could open. */
  readonly "no-web-pages": NoDetails;
  /** Another server was to be asked, and this domain is ours. */
  readonly "own-domain": { readonly domain: string };
  /**
   * An account of another server could not be signed in to, or the work there not be ended; `why` is a sentence in English, of
   * this server or the other one.
   */
  readonly "old-account": {
    readonly account: string;
    readonly domain: string;
    readonly problem: OldAccountProblem;
    readonly why: string;
  };
  /** It is one of this server already. */
  readonly "old-account-here": { readonly account: string };
  /** Somebody is moving into this account now. */
  readonly "move-in-runs": { readonly account: string };
  readonly "too-many-move-ins": NoDetails;
  /** From one address. */
  readonly "too-many-attempts": NoDetails;
  /** Something else is being imported. */
  readonly "import-runs": NoDetails;
  /** What is given belongs to an import that is over, or to none. */
  readonly "no-import": NoDetails;
  /** A backup is being made. */
  readonly "backup-runs": NoDetails;
  /** In bytes, on the disk of the home. */
  readonly "backup-no-room": { readonly needed: number; readonly free: number };
  /** `why` is SQLite's sentence. */
  readonly "backup-damaged": { readonly why: string };
  /** `why` is the store's sentence. */
  readonly "disk-full": { readonly why: string };
}

/**
 * DNS knows no such server; nobody answers; no TLS; its certificate is not valid; the password is wrong; the account may not sign
 * in; the connection broke in the middle.
 */
export type OldAccountProblem =
  | "no-server"
  | "unreachable"
  | "no-tls"
  | "certificate"
  | "password"
  | "refused"
  | "lost";

type NoDetails = Readonly<Record<never, never>>;

export type OperationErrorReason = keyof OperationErrorDetails;

export class OperationError<Reason extends OperationErrorReason = OperationErrorReason> extends Error {
  readonly reason: Reason;
  readonly details: OperationErrorDetails[Reason];

  constructor(reason: Reason, details: OperationErrorDetails[Reason]) {
    super(`${reason} ${JSON.stringify(details)}`);
    this.reason = reason;
    this.details = details;
  }
}
