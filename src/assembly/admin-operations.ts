/** The administrator's pages, by operations: addresses are read as a person types them. */
import { type Jid, storedJid } from "../jid/jid.ts";
import { parseTypedAccount, parseTypedDomain, parseTypedRoom } from "../operations/addresses.ts";
import type { TrialStep } from "../operations/federation.ts";
import type { IssuedInvitation } from "../operations/invitations.ts";
import type { Operations } from "../operations/operations.ts";
import type { ProfileOperations } from "../operations/profiles.ts";
import type { IssuedLink } from "../web/pages/account/own-invitations.ts";
import type { AdminOperations } from "../web/pages/admin/operations.ts";

/** As an administrator (a bare JID) asks for them. */
export function adminOperations(
  operations: Operations,
  profiles: Pick<ProfileOperations, "publicNameOf" | "publicPictureOf">,
  administrator: string,
): AdminOperations {
  const { accounts, rooms, circles, invitations, files, federation, sessions, domains, status } = operations;
  const by = storedJid(administrator);
  const account = (typed: string): Jid => parseTypedAccount(typed, domains);
  const room = (typed: string): Jid => parseTypedRoom(typed, rooms.services);
  return {
    state: {
      status,
      here: () => sessions.online().length,
      fileBytes: () => files.report().bytes,
    },
    people: {
      count: accounts.count,
      page: accounts.page,
      show: (jid) => accounts.show(account(jid)),
      disable: (jid) => accounts.disable([account(jid)], by),
      enable: (jid) => accounts.enable([account(jid)], by),
      remove: (jid) => accounts.remove([account(jid)], by),
      reset: async (jid) => linkOf(await invitations.reset(account(jid), by)),
      nameOf: (jid) => profiles.publicNameOf(account(jid)),
      picture: (jid) => profiles.publicPictureOf(account(jid)),
    },
    invitations: {
      list: () => invitations.list(),
      create: async ({ name, note, circle, ...wish }) =>
        linkOf(
          await invitations.create({
            ...wish,
            ...{ kind: "account", by, note: note || undefined, circle: circle || undefined },
            at: name === "" ? undefined : account(name),
          }),
        ),
      revoke: (id) => invitations.revoke(id),
    },
    circles: {
      list: circles.list,
      show: circles.show,
      ofAccount: (jid) => circles.ofAccount(account(jid)),
      create: (circle) => circles.create(circle),
      rename: circles.rename,
      add: (circle, people) => circles.add(circle, people.map(account)),
      kick: (circle, people) => circles.kick(circle, people.map(account)),
      remove: circles.remove,
    },
    announcements: {
      toSelf: (text) => operations.announcements.tell(text, [by]),
      toAll: (text) => operations.announcements.tell(text),
    },
    audit: { list: operations.audit.list },
    rooms: {
      page: rooms.page,
      show: (jid) => rooms.show(room(jid)),
      destroy: (jid, reason) => rooms.destroy(room(jid), reason || undefined),
    },
    servers: {
      report: federation.report,
      trial: (domain, milliseconds) => stepsWithin(federation.trial(parseTypedDomain(domain)), milliseconds),
    },
  };
}

const linkOf = ({ invitation, url, uri }: IssuedInvitation): IssuedLink => ({
  link: url ?? uri ?? "",
  expires: invitation.expires,
});

/** The steps that an attempt has gone when it is over, or the time is up. */
async function stepsWithin(
  trial: (onStep: (step: TrialStep) => void) => Promise<void>,
  milliseconds: number,
): Promise<readonly TrialStep[]> {
  const steps: TrialStep[] = [];
  const timeUp = Promise.withResolvers<void>();
  const timer = setTimeout(timeUp.resolve, milliseconds);
  try {
    await Promise.race([trial((step) => void steps.push(step)), timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
  return [...steps];
}
