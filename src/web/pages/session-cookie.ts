/** A new session for whoever has proven a password: what was in the cookie before is of no account (RFC 6265bis §8.4). */
import { browserName } from "../browser-name.ts";
import { setCookie } from "../cookies.ts";
import { SESSION_SECONDS, type WebSessions } from "../web-sessions.ts";
import type { Visit } from "./page-routes.ts";

/** A Set-Cookie header field. */
export const sessionCookie = (sessions: Pick<WebSessions, "start">, account: string, { request }: Visit): string =>
  setCookie("session", sessions.start(account, browserName(request.request)), SESSION_SECONDS);
