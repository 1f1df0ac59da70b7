/** What the account's page does, by operations. Pages know accounts as bare JIDs. */
import { storedJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { OperationError } from "../operation-error.ts";
import type { AccountOperations } from "../operations/accounts.ts";
import type { CircleOperations } from "../operations/circles.ts";
import type { ClientOperations } from "../operations/clients.ts";
import type { HistoryOperations } from "../operations/histories.ts";
import type { InvitationOperations } from "../operations/invitations.ts";
import { MAX_PICTURE_BYTES, type ProfileOperations } from "../operations/profiles.ts";
import type { OwnApps } from "../web/pages/account/apps.ts";
import type { OwnHistory } from "../web/pages/account/history.ts";
import type { Leave } from "../web/pages/account/leave.ts";
import type { OwnInvitations } from "../web/pages/account/own-invitations.ts";
import type { OwnProfile } from "../web/pages/account/profile.ts";

export const ownProfile = (profiles: ProfileOperations): OwnProfile => ({
  maxPicture: MAX_PICTURE_BYTES,
  nameOf: (account) => profiles.nameOf(storedJid(account)),
  pictureOf: (account) => profiles.pictureOf(storedJid(account)),
  setName: (account, name) => profiles.setName(storedJid(account), name),
  setPicture: (account, bytes) => profiles.setPicture(storedJid(account), bytes),
});

export const ownApps = (clients: ClientOperations): OwnApps => ({
  list: (account) => clients.list(storedJid(account)),
  signOut: (account, id) => clients.revoke(storedJid(account), id),
});

export const ownHistory = (histories: HistoryOperations): OwnHistory => ({
  keep: histories.keep,
  usualOf: (account) => histories.usualOf(storedJid(account)),
  setUsual: (account, usual) => histories.setUsual(storedJid(account), usual),
  deleteAll: (account) => histories.deleteAll(storedJid(account)),
});

export interface OwnInvitationsDeps {
  readonly invitations: InvitationOperations;
  /** The same as an account (a bare JID) asks for them: who brings people here is recorded. */
  readonly recordedFor: (account: string) => InvitationOperations;
  /** Asked for with each request: they are there once the server has started. */
  readonly circles: () => CircleOperations;
}

export const ownInvitations = ({ invitations, recordedFor, circles }: OwnInvitationsDeps): OwnInvitations => ({
  rightsOf: (account) => invitations.rightsOf(storedJid(account)),
  circles: () =>
    circles()
      .list()
      .map(({ name }) => name),
  list: (account) =>
    invitations
      .list(storedJid(account))
      .map(({ id, note, usesLeft, circle, expires }) => ({ id, note, uses: usesLeft, circle, expires })),
  create: async (account, { kind, ...wish }) => {
    const { create } = kind === "account" ? recordedFor(account) : invitations;
    const { invitation, url, uri } = await create({ kind, by: storedJid(account), ...wish });
    return { link: url ?? uri ?? "", expires: invitation.expires };
  },
  revoke: async (account, id) => {
    const by = storedJid(account);
    const isForAccount = invitations.list(by).some((one) => one.id === id && one.kind === "account");
    const { revoke } = isForAccount ? recordedFor(account) : invitations;
    try {
      await revoke(id, by);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
    }
  },
});

export const leaving =
  (accounts: Pick<AccountOperations, "remove">, log: Pick<Logger, "info">): Leave =>
  async (account) => {
    try {
      await accounts.remove([storedJid(account)]);
      log.info({ event: "account-left", account });
      return "gone";
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return error.reason === "only-administrator" ? "only-administrator" : "gone";
    }
  };
