/** A new session for whoever has proven a password: what was in the cookie before is of no account (RFC 6265bis §8.4). */
import { browserName } from "../browser-name.ts";
import { setCookie } from "../cookies.ts";
import { SESSION_SECONDS, type WebSessions } from "../web-sessions.ts";
import type { Visit } from "./page-routes.ts";

/** Set-Cookie header fields; none where the account is gone, or disabled, meanwhile: who comes then has to sign in. */
export function sessionCookies(sessions: Pick<WebSessions, "start">, account: string, { request }: Visit): string[] {
  const token = sessions.start(account, browserName(request.request));
  return token === undefined ? [] : [setCookie("session", token, SESSION_SECONDS)];
}
