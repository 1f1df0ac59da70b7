/** What the pages of invitations need of the server. */
import type { Picture } from "../picture.ts";

/** Whoever has invited, as far as everybody may know. */
export interface Inviter {
  /** A bare JID. */
  readonly account: string;
  /** As the person calls itself; undefined for who has said nothing of it. */
  readonly name: string | undefined;
  readonly hasPicture: boolean;
}

export interface ShownInvitation {
  readonly kind: "account" | "contact" | "password";
  /** Of the account that is made, or that gets a new password. */
  readonly domain: string;
  /** The localpart of that account, where it is given. */
  readonly name: string | undefined;
  readonly inviter: Inviter | undefined;
  /** How many may still use it. */
  readonly uses: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** The page's own address; undefined where that is not known. */
  readonly url: string | undefined;
  /** For apps: to make an account here; undefined where the invitation is not for that. */
  readonly accountUri: string | undefined;
  /** For apps: to become the inviter's contact. */
  readonly contactUri: string | undefined;
}

/** A token is the end of the link: whoever knows it may use it. */
export interface InvitationPages {
  /** Uses nothing up. "unknown": it never was, or is used up, expired or revoked. `address` is the client's, whose guesses are counted. */
  readonly find: (token: string, address: string) => ShownInvitation | "unknown" | "throttled";
  /** The inviter's, if everybody may see it. */
  readonly pictureOf: (account: string) => Picture | undefined;
  /**
   * Makes the account; resolves with its bare JID. Rejects with OperationError no-such-invitation, not-an-account, not-an-address,
   * name-reserved, other-name, account-exists, short-password, bad-password, disk-full.
   */
  readonly register: (token: string, name: string | undefined, password: string) => Promise<string>;
  /** This account (a bare JID) and the inviter become contacts. Rejects with OperationError no-such-invitation, no-such-account. */
  readonly accept: (token: string, account: string) => Promise<void>;
  /** Resolves with the account. Rejects with OperationError no-such-invitation, short-password, bad-password, disk-full. */
  readonly setPassword: (token: string, password: string) => Promise<string>;
}
