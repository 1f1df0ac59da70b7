/** Operations on circles: list, show, create, rename, remove, add people, take people out. */
import type { Jid } from "../jid/jid.ts";
import type { Server } from "../server/module.ts";
import type { CircleDetails, CircleSummary, Circles } from "../xep/rooms/circles/circles.ts";
import { localAccount } from "./addresses.ts";
import { storing, synced } from "./storing.ts";

export type { CircleDetails, CircleSummary };

/**
 * What was changed is on the disk when a promise resolves; rosters, bookmarks and the room follow within moments. A circle is
 * named as people write it: case does not matter.
 */
export interface CircleOperations {
  /** By name. */
  readonly list: () => readonly CircleSummary[];
  /** Throws OperationError no-such-circle. */
  readonly show: (circle: string) => CircleDetails;
  /** Those that an account is in, by name. */
  readonly ofAccount: (account: Jid) => readonly string[];
  /**
   * With its room, and with these people. Rejects with OperationError not-a-circle-name, circle-exists, too-many-circles,
   * no-administrator, no-such-account, circle-full, too-many-circles-of-account.
   */
  readonly create: (circle: string, people?: readonly Jid[]) => Promise<CircleDetails>;
  /** With its room and the groups in rosters. Rejects with OperationError no-such-circle, not-a-circle-name, circle-exists. */
  readonly rename: (circle: string, to: string) => Promise<CircleSummary>;
  /** Takes away what it has brought; its room is destroyed unless it `isRoomKept`. Rejects with OperationError no-such-circle. */
  readonly remove: (circle: string, isRoomKept?: boolean) => Promise<CircleSummary>;
  /**
   * All or none; resolves with the bare JIDs of those who were not in it. Rejects with OperationError no-such-circle,
   * no-such-account, circle-full, too-many-circles-of-account.
   */
  readonly add: (circle: string, people: readonly Jid[]) => Promise<readonly string[]>;
  /** Takes people out. All or none. Rejects with OperationError no-such-circle, not-in-circle. */
  readonly kick: (circle: string, people: readonly Jid[]) => Promise<readonly string[]>;
}

export interface CircleDeps extends Pick<Server, "db"> {
  readonly circles: Circles;
  /** In the order of config.toml. */
  readonly domains: readonly string[];
}

export function circleOperations({ circles, domains, db }: CircleDeps): CircleOperations {
  const changing = <Result>(work: () => Result): Promise<Result> =>
    storing(async () => {
      const result = work();
      await synced(db);
      return result;
    });
  const accountsOf = (people: readonly Jid[]): readonly string[] => people.map((jid) => localAccount(jid, domains));

  return {
    list: circles.list,
    show: circles.show,
    ofAccount: ({ bare }) => circles.ofAccount(bare),
    create: (circle, people = []) =>
      changing(() =>
        db.atomically(() => {
          const { name } = circles.create(circle);
          circles.add(name, accountsOf(people));
          return circles.show(name);
        }),
      ),
    rename: (circle, to) => changing(() => circles.rename(circle, to)),
    remove: (circle, isRoomKept = false) => changing(() => circles.remove(circle, isRoomKept)),
    add: (circle, people) => changing(() => circles.add(circle, accountsOf(people))),
    kick: (circle, people) =>
      changing(() =>
        circles.kick(
          circle,
          people.map(({ bare }) => bare),
        ),
      ),
  };
}
