/** XEP-0401: Ad-hoc Account Invitation Generation, with XEP-0379 (contacts) and XEP-0445 (registration with a token). */
import { DAY } from "../../clock.ts";
import { subscription } from "../../im/subscription.ts";
import { OperationError } from "../../operation-error.ts";
import { duration, integer } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { registration } from "../0077-registration.ts";
import { commands } from "../kit/0050-commands.ts";
import type { Invitations } from "./api.ts";
import { invitationCommands } from "./commands.ts";
import { deleteExpired } from "./expiry.ts";
import type { Circles, Invitation, InvitationWish, NewInvitation } from "./invitation.ts";
import { invitationTables, openInvitationStore } from "./invitation-store.ts";
import { linksOf } from "./links.ts";
import { tokenOfRequest } from "./preauth.ts";
import { invitedRegistration } from "./registration.ts";
import { invitationRights, rightOptions } from "./rights.ts";
import { hashOf, newId, newToken } from "./token.ts";
import { invitationUses, isForContact } from "./using.ts";
import { checkedValidity, invitationFor } from "./wish.ts";

/** How long a link for a new password is good, in milliseconds. */
const RESET_VALIDITY = DAY;
/** Of an invitation of another server: how often, and in milliseconds. */
const FORMER_USES = 100;
const YEAR = 365 * DAY;

export const invitations = defineModule({
  name: "invitations",
  xep: "0401",
  version: "0.6.0",
  tables: invitationTables,
  addresses: {
    tables: {
      invitation: {
        id: "other",
        token_hash: "other",
        kind: "other",
        domain: "jid",
        made_by: "jid",
        inviter: "jid",
        name: "other",
        circle: "other",
        note: "other",
      },
    },
  },
  notExported: "links lead to this server",
  options: {
    ...rightOptions,
    validity: duration("7d", "How long an invitation is good, where nothing else is said; a year at most."),
    max_open: integer(100, "Invitations of one account that are not used up yet.", { min: 1, max: 100_000 }),
  },
  setup: ({ db, config, accounts, log, now, isClockDoubtful, webOrigin, schedule, use }) => {
    const store = openInvitationStore(db);
    const registrar = use(registration);
    const { befriend, approve } = use(subscription);
    let circles: Circles | undefined;
    const listeners: ((by: string, invitation: Invitation) => void)[] = [];
    const rights = invitationRights({
      accounts,
      contactsBy: config.contacts,
      accountsBy: config.accounts,
      isClosed: registrar.policy === "closed",
    });
    registrar.keep((domain, name) => store.forName(domain, name, "account", now()) !== undefined);
    accounts.onRemove((account) => {
      store.removeOf(account);
      forgetResets(account);
    });
    accounts.onPasswordChange((account) => forgetResets(account));
    deleteExpired({ store, now, isClockDoubtful, schedule });

    const forgetResets = (account: string): void => {
      const at = account.indexOf("@");
      store.removeNamed(account.slice(at + 1), account.slice(0, at), "password");
    };
    const used = ({ id, kind }: Invitation, account: string): void =>
      log.info({ event: "invitation-used", invitation: id, kind, account });
    const mayRegister = (invitation: Invitation): boolean =>
      invitation.kind === "account" || (invitation.kind === "contact" && rights.of(invitation.by).accounts);

    const add = (invitation: Invitation): NewInvitation => {
      const token = newToken();
      const { id, kind, by } = invitation;
      store.insert(invitation, hashOf(token) ?? new Uint8Array());
      log.info({ event: "invitation-made", invitation: id, kind, ...(by && { by }) });
      return { invitation, token };
    };

    const assertAllowed = ({ kind, by, circle, isAdministrator = false }: InvitationWish): void => {
      if (kind === "account" && registrar.policy === "closed") throw new OperationError("registration-closed", {});
      const may = rights.of(by);
      const isMore = circle !== undefined || isAdministrator;
      if (by !== undefined && (!(kind === "account" ? may.accounts : may.contacts) || (isMore && !may.all)))
        throw new OperationError("may-not-invite", { account: by });
      if (by !== undefined && store.countOf(by) >= config.max_open)
        throw new OperationError("too-many-invitations", { maximum: config.max_open });
    };
    const assertFree = (domain: string, name: string): void => {
      const account = `${name}@${domain}`;
      if (accounts.exists(account)) throw new OperationError("account-exists", { account });
      if (store.forName(domain, name, "account", now())) throw new OperationError("name-invited", { account });
    };

    const find: Invitations["find"] = (token) => {
      const hash = hashOf(token);
      const invitation = hash && store.ofHash(hash);
      return invitation && invitation.expires > now() && rights.cover(invitation) ? invitation : undefined;
    };

    approve(({ stanza, account, peer }) => {
      const token = tokenOfRequest(stanza);
      const invitation = token === undefined ? undefined : find(token);
      if (!invitation || !isForContact(invitation) || invitation.inviter !== account) return false;
      store.use(invitation.id);
      used(invitation, peer.bare);
      return true;
    });

    const uses = invitationUses({
      ...{ store, accounts, mayRegister, befriend, used },
      isCovered: rights.cover,
      isReserved: registrar.isReserved,
      circles: () => circles,
    });
    const api: Invitations = {
      ...uses,
      rightsOf: rights.of,
      create: (wish) => {
        assertAllowed(wish);
        const { domain, name } = wish;
        const circle = wish.circle === undefined ? undefined : circles?.show(wish.circle).name;
        if (name !== undefined) assertFree(domain, name);
        return add(invitationFor({ ...wish, circle }, { id: newId(), now: now(), validity: config.validity }));
      },
      import: ({ token, domain, inviter, circle, isReusable, expires }) => {
        const hash = hashOf(token);
        if (!hash || store.ofHash(hash)) return false;
        const uses = isReusable ? FORMER_USES : 1;
        store.insert(
          {
            ...{ id: newId(), kind: "account", domain, by: undefined, inviter, name: undefined, circle },
            ...{ isAdministrator: false, note: undefined, uses, usesLeft: uses, created: now() },
            expires: Math.min(expires, now() + YEAR),
          },
          hash,
        );
        return true;
      },
      createReset: (account, by, validity = RESET_VALIDITY) => {
        const at = account.indexOf("@");
        forgetResets(account);
        return add({
          ...{ id: newId(), kind: "password", by, inviter: undefined, circle: undefined },
          ...{ domain: account.slice(at + 1), name: account.slice(0, at), isAdministrator: false, note: undefined },
          ...{ uses: 1, usesLeft: 1, created: now(), expires: now() + checkedValidity(validity) },
        });
      },
      find,
      mayRegister,
      links: (invitation, token) =>
        linksOf(invitation, token, { origin: webOrigin(), mayRegister: mayRegister(invitation) }),
      open: (by) => (by === undefined ? store.open(now()) : store.openOf(by, now())).filter(rights.cover),
      revoke: (id, by) => {
        const invitation = store.get(id);
        if (!invitation || (by !== undefined && invitation.by !== by))
          throw new OperationError("no-such-invitation", {});
        store.remove(id);
        log.info({ event: "invitation-revoked", invitation: id, ...(by && { by }) });
        return invitation;
      },
      hasPages: () => webOrigin() !== undefined,
      invitedBy: (token, domain) => {
        const invitation = find(token);
        if (!invitation || invitation.domain !== domain || !mayRegister(invitation)) return undefined;
        return invitedRegistration(invitation, uses);
      },
      onAsked: (listener) => void listeners.push(listener),
      setCircles: (given) => {
        circles = given;
        given.onRename(store.renameCircle);
      },
    };
    const asked = (by: string, invitation: Invitation): void => {
      for (const listener of listeners) listener(by, invitation);
    };
    const all = invitationCommands({ ...api, isLocal: accounts.exists, asked });
    for (const command of all) use(commands).add(command);
    return { api };
  },
});
