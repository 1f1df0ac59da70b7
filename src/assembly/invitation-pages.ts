/** What the pages of invitations do, by operations: for people who are not signed in. */
import { storedJid } from "../jid/jid.ts";
import { type FoundInvitation, findByStranger, type InvitationOperations } from "../operations/invitations.ts";
import type { ProfileOperations } from "../operations/profiles.ts";
import type { LoginAttempts } from "../operations/sign-in.ts";
import type { InvitationPages, Inviter, ShownInvitation } from "../web/pages/invite/invitation.ts";

export interface InvitationPagesDeps {
  readonly invitations: InvitationOperations;
  readonly profiles: ProfileOperations;
  readonly throttle: Pick<LoginAttempts, "mayGuess" | "failed">;
}

export function invitationPages({ invitations, profiles, throttle }: InvitationPagesDeps): InvitationPages {
  const inviterOf = (account: string): Inviter => {
    const jid = storedJid(account);
    return { account, name: profiles.publicNameOf(jid), hasPicture: profiles.publicPictureOf(jid) !== undefined };
  };
  const shown = ({ invitation, url, account, contact }: FoundInvitation): ShownInvitation => {
    const { kind, domain, name, inviter, usesLeft, expires } = invitation;
    return {
      ...{ kind, domain, name, uses: usesLeft, expires, url, accountUri: account, contactUri: contact },
      inviter: inviter === undefined ? undefined : inviterOf(inviter),
    };
  };
  const findFor = findByStranger(invitations, throttle);
  return {
    find: (token, address) => {
      const found = findFor(token, address);
      return typeof found === "string" ? found : shown(found);
    },
    pictureOf: (account) => profiles.publicPictureOf(storedJid(account)),
    register: (token, name, password) => invitations.register(token, name, password),
    accept: (token, account) => invitations.accept(token, storedJid(account)),
    setPassword: (token, password) => invitations.setPassword(token, password),
  };
}
