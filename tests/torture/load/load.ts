/** All that is done at the same time while a fault is waited for. */
import type { Random } from "../random.ts";
import { PEOPLE, type Sites } from "../sites.ts";
import type { Activity, World } from "./activity.ts";
import { App } from "./app.ts";
import { chats } from "./chats.ts";
import { contacts } from "./contacts.ts";
import { invitations } from "./invitations.ts";
import { items } from "./items.ts";
import { rooms } from "./rooms.ts";
import { subscriptions } from "./subscriptions.ts";
import { uploads } from "./uploads.ts";

const ACTIVITIES = [chats, rooms, items, contacts, subscriptions, uploads, invitations];

export interface Load {
  readonly apps: readonly App[];
  readonly activities: readonly Activity[];
  readonly world: World;
  /** How much has been answered or acknowledged so far. */
  readonly done: number;
}

/** Everybody signs in to running servers, and what the activities need is made. */
export async function openLoad(sites: Sites, random: Random): Promise<Load> {
  const apps = new Map<string, App>();
  for (const site of sites.all) {
    for (const username of PEOPLE[site.domain as keyof typeof PEOPLE]) apps.set(username, new App(site, username));
  }
  for (const app of apps.values()) await app.comesBack();
  const world: World = { sites, random, apps, mayRefuse: false, behind: () => 0, copies: 1 };
  const activities = ACTIVITIES.map((make) => make(world));
  for (const activity of activities) await activity.prepare();
  return {
    apps: [...apps.values()],
    activities,
    world,
    get done() {
      return activities.reduce((sum, { done }) => sum + done, 0);
    },
  };
}
