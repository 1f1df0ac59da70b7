/** What an invitation is passed on as: a link to a page of this server, and a URI for apps (RFC 5122, XEP-0147). */
import type { Invitation } from "./invitation.ts";

/** The pages of invitations and of new passwords; the token follows. */
export const INVITE_PATH = "/invite/";
export const RESET_PATH = "/reset/";

export interface InvitationLinks {
  /** Undefined where no web server listens. */
  readonly url: string | undefined;
  /** The usual one for apps: `account` or `contact`. Undefined for a new password, which no app can choose. */
  readonly uri: string | undefined;
  /** To make an account here; undefined where the invitation is not for that. */
  readonly account: string | undefined;
  /** To become the inviter's contact with an account that is there already. */
  readonly contact: string | undefined;
}

/** `mayRegister`: whether an account can be made of the invitation (XEP-0401 §3.1). */
export function linksOf(
  { kind, name, domain, inviter }: Pick<Invitation, "kind" | "name" | "domain" | "inviter">,
  token: string,
  { origin, mayRegister }: { readonly origin: string | undefined; readonly mayRegister: boolean },
): InvitationLinks {
  const page = (path: string): string | undefined => (origin === undefined ? undefined : origin + path + token);
  if (kind === "password") return { url: page(RESET_PATH), uri: undefined, account: undefined, contact: undefined };
  const account = mayRegister
    ? `${uriOf(name === undefined ? domain : `${name}@${domain}`)}?register;preauth=${token}`
    : undefined;
  const ibr = mayRegister && kind === "contact" ? ";ibr=y" : "";
  const contact = inviter === undefined ? undefined : `${uriOf(inviter)}?roster;preauth=${token}${ibr}`;
  return { url: page(INVITE_PATH), uri: kind === "contact" ? contact : account, account, contact };
}

/** RFC 5122 §2.2, of a bare JID or a domain. */
function uriOf(jid: string): string {
  const at = jid.indexOf("@");
  return at < 0 ? `xmpp:${jid}` : `xmpp:${encodeURIComponent(jid.slice(0, at))}${jid.slice(at)}`;
}
