/** The pages, each with what it is given of the server. */
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
import type { OneTimePasswords } from "../web/one-time-passwords.ts";
import type { Door } from "../web/pages/door.ts";
import { openPages, type Pages } from "../web/pages/pages.ts";
import type { WebSessions } from "../web/web-sessions.ts";
import { adminOperations } from "./admin-operations.ts";
import { invitationPages } from "./invitation-pages.ts";
import { type Kernel, randomId } from "./kernel.ts";
import type { Outside } from "./outside.ts";
import { leaving, ownApps, ownHistory, ownInvitations, ownProfile } from "./own-account.ts";
import { ownFiles } from "./own-files.ts";
import { ownMoveIn } from "./own-move-in.ts";
import type { Store } from "./store.ts";

export interface PagesDeps extends Pick<Store, "db" | "accounts" | "secret"> {
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
  readonly sessions: WebSessions;
  readonly oneTimePasswords: OneTimePasswords;
}

export function assemblePages(deps: PagesDeps): Pages {
  const { config, accounts, kernel, throttle, secret, log, minPasswordLength = MIN_PASSWORD_LENGTH } = deps;
  const { operations, outside, sessions, oneTimePasswords } = deps;
  const { domains } = config.general;
  const { invitations } = kernel.operations;
  const own = ownAccountOperations({ ...deps, booted: kernel.booted, id: randomId });
  /** By the names that browsers send (A-labels). */
  const byHost = new Map(domains.map((domain) => [domainToAscii(domain), domain]));
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
  return openPages({
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
