/** Circles that come from another server: people who have each other as contacts there, and a room. */
import type { ImportReport } from "../../../import-report.ts";
import type { Server } from "../../../server/module.ts";
import { circleName, keyOf } from "./circle-name.ts";
import type { CircleStore } from "./circle-store.ts";

export interface FormerCircle {
  readonly name: string;
  /** Its room, a bare JID of a service here; it may come later. */
  readonly room: string | undefined;
  /** Bare JIDs. */
  readonly members: readonly string[];
}

export interface CircleImportDeps extends Pick<Server, "accounts" | "now"> {
  readonly store: CircleStore;
  readonly limits: { readonly max_circles: number; readonly max_people: number; readonly max_per_account: number };
  /** A room for a circle that has none; null where nobody could own it. */
  readonly makeRoom: (name: string) => string | null;
  /** By which the others have an account. */
  readonly nameOf: (account: string) => string;
}

/** Who is in it becomes everybody's contact when the server runs. Returns its name here; undefined where it cannot be. */
export const openCircleImport =
  ({ store, limits, accounts, now, makeRoom, nameOf }: CircleImportDeps) =>
  (former: FormerCircle, report: ImportReport): string | undefined => {
    const { circles, members } = store;
    const name = circleName(former.name);
    if (name === undefined) return void report.left("circles", "malformed", former.name);
    const known = circles.byKey(keyOf(name));
    if (!known && circles.count() >= limits.max_circles) return void report.left("circles", "too-large", name);
    if (!known) circles.insert(name, keyOf(name), former.room ?? makeRoom(name), now());
    const circle = known ?? circles.byKey(keyOf(name));
    if (!circle) return undefined;
    for (const account of former.members) {
      if (members.get(circle.id, account)) continue;
      const isFull =
        members.count(circle.id) >= limits.max_people || members.ofAccount(account).length >= limits.max_per_account;
      if (!accounts.exists(account)) report.left("circles", "no-account", account);
      else if (isFull) report.left("circles", "too-large", account);
      else members.enter(circle.id, account, now(), nameOf(account));
    }
    report[known ? "known" : "stored"]("circles");
    return name;
  };
