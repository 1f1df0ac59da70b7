/** Brings rosters, rooms and bookmarks in step with who is in which circle, in turns with other work.
 *
 * One pair of people after the other. What is to be done is in the database (the state of a member), so that it goes on after a
 * restart.
 */
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import type { CircleContacts } from "./circle-contacts.ts";
import type { CircleRoom } from "./circle-room.ts";
import type { CircleStore, MemberRow } from "./circle-store.ts";

export interface SettlingDeps extends Pick<Server, "inTurns"> {
  readonly db: Pick<Server["db"], "afterCommit">;
  readonly log: Pick<Logger, "error">;
  readonly store: CircleStore;
  readonly contacts: CircleContacts;
  readonly room: CircleRoom;
  /** In whose turns it is done. */
  readonly owner: string;
}

export interface Settling {
  /** Something has changed: it is brought in step from the commit of this tick on. */
  start(): void;
  /** The server is about to stop: the rest is left to its next start. */
  stop(): void;
}

export function openSettling({ db, inTurns, log, store, contacts, room, owner }: SettlingDeps): Settling {
  const { circles, members } = store;
  let isUnderway = false;
  let isStopping = false;

  function* settle(member: MemberRow): Generator<void> {
    const circle = circles.byId(member.circle);
    if (!circle) return;
    members.setPlace(room.enter(circle, member));
    yield;
    const { account } = member;
    for (let other = members.after(circle.id, ""); other; other = members.after(circle.id, other.account)) {
      const now = members.get(circle.id, account);
      // It leaves, or there is a newer name: this begins anew.
      if (now?.revision !== member.revision) return;
      if (other.account !== account) {
        contacts.connect(circle, now, other);
        yield;
      }
    }
    members.settle(member);
  }

  function* leave(member: MemberRow): Generator<void> {
    const { circle, account } = member;
    members.setPlace(room.exit(member));
    yield;
    for (let row = store.contacts.anyOf(circle, account); row; row = store.contacts.anyOf(circle, account)) {
      if (members.get(circle, account)?.revision !== member.revision) return;
      contacts.disconnect(circle, row.account, row.contact);
      yield;
    }
    members.remove(member);
    circles.removeEmpty(circle);
  }

  function* settleAll(): Generator<void> {
    for (let member = members.nextUnsettled(); member && !isStopping; member = members.nextUnsettled()) {
      yield* member.state === "leaving" ? leave(member) : settle(member);
      yield;
    }
  }

  const start = (): void => {
    if (isUnderway || isStopping) return;
    isUnderway = true;
    inTurns(owner, settleAll()).then(
      () => {
        isUnderway = false;
        // What was added after the last look.
        if (!isStopping && members.nextUnsettled()) start();
      },
      (error) => {
        isUnderway = false;
        log.error({ event: "circles-not-settled", error });
      },
    );
  };

  return {
    start: () => db.afterCommit(start),
    stop: () => {
      isStopping = true;
    },
  };
}
