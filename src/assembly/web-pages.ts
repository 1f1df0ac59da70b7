/** The web pages: the sessions of browsers, and the pages themselves once somebody opens one. */
import { systemClock } from "../clock.ts";
import { lazy } from "../lazy.ts";
import { PAGE_AGENT } from "../user-agent.ts";
import { type OneTimePasswords, openOneTimePasswords } from "../web/one-time-passwords.ts";
import type { Pages } from "../web/pages/pages.ts";
import { openWebSessions, type WebSessions } from "../web/web-sessions.ts";
import { clientAccess } from "../xep/0494-client-access.ts";
import type { Kernel } from "./kernel.ts";
import type { PagesDeps } from "./pages.ts";

export type WebPagesDeps = Omit<PagesDeps, "sessions" | "oneTimePasswords">;

export interface WebPages {
  /** Made, and their code loaded, when they are first asked for. */
  readonly pages: () => Pages;
  /** With which the chat signs in. */
  readonly oneTimePasswords: OneTimePasswords;
}

const pagesFile = lazy((): typeof import("./pages.ts") => require("./pages.ts"));

export function openWebPages(deps: WebPagesDeps): WebPages {
  const { accounts, kernel } = deps;
  const sessions = openWebSessions(deps);
  const oneTimePasswords = openOneTimePasswords({ sessions, accounts, clock: systemClock });
  followClients(sessions, kernel);
  return { oneTimePasswords, pages: lazy(() => pagesFile().assemblePages({ ...deps, sessions, oneTimePasswords })) };
}

/** The chat of a session ends with it, and whoever revokes the chat's access (XEP-0494) ends the session. */
function followClients(sessions: WebSessions, { booted }: Kernel): void {
  const clients = booted.use(clientAccess);
  clients.followPages(sessions);
  sessions.onEnd(({ account, id }) => clients.end(account, `${PAGE_AGENT}${id}`));
  clients.onRevoke((_, agent) => {
    if (agent.startsWith(PAGE_AGENT)) sessions.endById(agent.slice(PAGE_AGENT.length));
  });
}
