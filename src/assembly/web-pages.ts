/** The web pages: what each of them is given of the server. */
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { domainToAscii } from "../jid/domain.ts";
import { storedJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { OperationError } from "../operation-error.ts";
import { recorded } from "../operations/acts.ts";
import { byteStreamOf } from "../operations/export.ts";
import type { Operations } from "../operations/operations.ts";
import { ownAccountOperations } from "../operations/own-account.ts";
import { signInOperation } from "../operations/sign-in.ts";
import { MIN_PASSWORD_LENGTH } from "../store/password-text.ts";
import type { LoginThrottle } from "../stream/login-throttle.ts";
import { PAGE_AGENT } from "../user-agent.ts";
import { type OneTimePasswords, openOneTimePasswords } from "../web/one-time-passwords.ts";
import type { Door } from "../web/pages/door.ts";
import { openPages, type Pages } from "../web/pages/pages.ts";
import { openWebSessions, type WebSessions } from "../web/web-sessions.ts";
import { clientAccess } from "../xep/0494-client-access.ts";
import { adminOperations } from "./admin-operations.ts";
import { invitationPages } from "./invitation-pages.ts";
import { type Kernel, randomId } from "./kernel.ts";
import type { Outside } from "./outside.ts";
import { leaving, ownApps, ownHistory, ownInvitations, ownProfile } from "./own-account.ts";
import { ownFiles } from "./own-files.ts";
import { ownMoveIn } from "./own-move-in.ts";
import type { Store } from "./store.ts";

export interface WebPagesDeps extends Pick<Store, "db" | "accounts" | "secret"> {
  readonly config: Config;
  readonly kernel: Kernel;
  readonly throttle: LoginThrottle;
  readonly minPasswordLength: number | undefined;
  readonly log: Logger;
  readonly now: () => number;
  readonly isClockDoubtful: () => boolean;
  readonly outside: Pick<Outside, "phone" | "isTrusted">;
  /** Asked for with each request. */
  readonly operations: () => Operations;
  /** Where people see the pages; undefined where there are none. */
  readonly webOrigin: () => string | undefined;
}

export interface WebPages extends Pages {
  /** With which the chat signs in. */
  readonly oneTimePasswords: OneTimePasswords;
}

export function openWebPages(deps: WebPagesDeps): WebPages {
  const { config, accounts, kernel, throttle, secret, log, minPasswordLength = MIN_PASSWORD_LENGTH } = deps;
  const { domains } = config.general;
  const { operations, outside } = deps;
  const { invitations } = kernel.operations;
  const own = ownAccountOperations({ ...deps, booted: kernel.booted, id: randomId });
  /** By the names that browsers send (A-labels). */
  const byHost = new Map(domains.map((domain) => [domainToAscii(domain), domain]));
  const sessions = openWebSessions(deps);
  const oneTimePasswords = openOneTimePasswords({ sessions, accounts, clock: systemClock });
  followClients(sessions, kernel);
  const changePassword = async (account: string, password: string) => {
    try {
      await kernel.operations.accounts.setPassword(storedJid(account), password);
    } catch (error) {
      if (error instanceof OperationError && error.reason === "short-password") return "short" as const;
      if (error instanceof OperationError && error.reason === "bad-password") return "unusable" as const;
      throw error;
    }
    log.info({ event: "password-changed", account });
    return "changed" as const;
  };
  const pages = openPages({
    brand: {
      domainOf: (host) => byHost.get(host ?? "") ?? domains[0] ?? "localhost",
      accent: config.web.accent,
    },
    sessions,
    formKey: secret("forms of web pages"),
    door: config.web.first_page ? doorOf(config) : undefined,
    signIn: signInOperation({ accounts, throttle, domains, log }),
    minimum: minPasswordLength,
    setPassword: accounts.source === "internal" ? changePassword : undefined,
    files: ownFiles(() => operations().files),
    check: { ...outside.phone, isTrusted: outside.isTrusted },
    invitations: invitationPages({ invitations, profiles: own.profiles, throttle }),
    ownInvitations: ownInvitations({
      invitations,
      recordedFor: (account) => recorded({ invitations }, kernel.audit, { door: "page", account }).invitations,
      circles: () => operations().circles,
    }),
    profile: ownProfile(own.profiles),
    apps: ownApps(own.clients),
    history: ownHistory(own.histories),
    moveIn: config.federation.enabled ? ownMoveIn({ moveIn: () => operations().moveIn, log }) : undefined,
    exportOf: (account) => byteStreamOf(operations().export.account(storedJid(account))),
    leave: leaving(kernel.operations.accounts, log),
    admin: {
      now: deps.now,
      isAdministrator: accounts.isAdmin,
      operationsFor: (account) =>
        adminOperations(recorded(deps.operations(), kernel.audit, { door: "page", account }), own.profiles, account),
    },
    chat: config.web.chat ? { passwords: oneTimePasswords, fileOrigin: deps.webOrigin } : undefined,
  });
  return { ...pages, oneTimePasswords };
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

/** Addresses are not shown to everybody because they are those of administrators, but only where config.toml names them. */
function doorOf({ web, federation, modules }: Config): Door {
  const given = modules.contact ?? {};
  const [contact] = ["support", "admin", "feedback"].flatMap((role) => given[role] ?? []).filter(isLink);
  const policy = modules.registration?.policy;
  const registration = policy === "open" || policy === "closed" ? policy : "invitation";
  return { title: web.title, lead: web.about, contact, isFederated: federation.enabled, registration };
}

const isLink = (uri: unknown): uri is string => typeof uri === "string" && /^(https|mailto|xmpp):/i.test(uri);
