/** XEP-0045 §10.1, §10.2, §10.9: requests of muc#owner: retrieving and submitting the configuration form, destroying the room. */
import type { Element } from "ltx";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { formIn } from "../../../kit/0004-data-forms.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import { removeRoomIfEmpty } from "../broadcast/exiting.ts";
import { checkBroadcastSize, MAX_CHANGES } from "../broadcast/portions.ts";
import { broadcastStatus } from "../broadcast/room-announcements.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { NS_MUC_OWNER } from "../namespaces.ts";
import { type Affiliation, affiliationHas } from "../privileges.ts";
import { isPubliclyLogged, type RoomConfig } from "../settings.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { applyToOccupants } from "./configuration-effects.ts";
import {
  type AdminLists,
  type Configuration,
  configurationForm,
  MAX_LIST_ENTRIES,
  readConfiguration,
} from "./configuration-form.ts";
import { destroyRoom } from "./destroying.ts";
import { checkKeepsOwner } from "./rules.ts";

/** Throws StanzaError forbidden. */
export const getConfiguration =
  (engine: Engine) =>
  (_: Element, { room, affiliation }: RoomRequest): Element => {
    if (!affiliationHas(affiliation, "change room configuration")) throw new StanzaError("forbidden");
    return xml("query", { xmlns: NS_MUC_OWNER }, configurationForm(room, adminLists(engine, room)));
  };

/** A form, the default configuration (an empty form of type submit, §10.1.2), a cancellation, or <destroy/>. Throws StanzaError. */
export const setConfiguration =
  (engine: Engine) =>
  (query: Element, { room, affiliation }: RoomRequest): undefined =>
    void handle(engine, query, room, affiliation);

/** Throws StanzaError forbidden, bad-request, and what `applyConfiguration` throws. */
function handle(engine: Engine, query: Element, room: Room, affiliation: Affiliation): void {
  if (!affiliationHas(affiliation, "change room configuration")) throw new StanzaError("forbidden");
  const destroy = query.getChild("destroy", NS_MUC_OWNER);
  if (destroy) return destroyRoom(engine, room, destroy);
  const form = formIn(query);
  if (form?.type !== "submit" && form?.type !== "cancel")
    throw new StanzaError("bad-request", { text: "a form of type submit or cancel, or <destroy/>" });
  if (form.type === "submit") return applyConfiguration(engine, room, readConfiguration(room.config, form));
  // §10.1.3: cancelling the initial configuration destroys the room.
  if (room.isLocked) destroyRoom(engine, room);
}

function adminLists({ affiliations }: Engine, room: Room): AdminLists {
  const holders = (affiliation: Affiliation): string[] | undefined => {
    const all = affiliations.holders(room, affiliation, MAX_LIST_ENTRIES + 1);
    return all.length > MAX_LIST_ENTRIES ? undefined : all;
  };
  return { admin: holders("admin"), owner: holders("owner") };
}

/** Throws StanzaError conflict where the room would lose its last owner, resource-constraint, policy-violation. */
function applyConfiguration(engine: Engine, room: Room, { config, lists }: Configuration): void {
  const { affiliations } = engine;
  const changes = listChanges(engine, room, lists);
  checkBroadcastSize(room, changes.length);
  checkKeepsOwner(changes, affiliations.holders(room, "owner", changes.length + 1));
  const added = changes.filter(({ jid }) => affiliations.ofExactJid(room, jid) === "none").length;
  checkAffiliationLimit(engine, room, added);
  const before = room.config;
  const wasLocked = room.isLocked;
  room.config = config;
  room.isLocked = false;
  engine.rooms.save(room);
  for (const change of changes) setAffiliation(engine, room, change, changes.length);
  applyToOccupants(engine, room, before);
  if (!wasLocked) broadcastStatus(engine, room, changeStatuses(before, config));
  removeRoomIfEmpty(engine, room);
}

/**
 * §10.2: a given list is complete: those that are in neither list any more become members. A list that is not given stays as
 * it is. Throws StanzaError policy-violation.
 */
function listChanges(
  { affiliations }: Engine,
  room: Room,
  lists: AdminLists,
): { jid: string; affiliation: Affiliation }[] {
  const of = (jid: string): Affiliation => affiliations.ofExactJid(room, jid);
  const after = new Map<string, Affiliation>();
  for (const jid of lists.owner ?? []) after.set(jid, "owner");
  for (const jid of lists.admin ?? [])
    if (!after.has(jid) && (lists.owner || of(jid) !== "owner")) after.set(jid, "admin");
  const removed: string[] = [];
  for (const list of ["admin", "owner"] as const)
    for (const jid of lists[list] ? affiliations.holders(room, list, MAX_LIST_ENTRIES + MAX_CHANGES + 1) : [])
      if (!after.has(jid)) removed.push(jid);
  checkBroadcastSize(room, removed.length);
  for (const jid of removed) after.set(jid, "member");
  return [...after]
    .filter(([jid, affiliation]) => of(jid) !== affiliation)
    .map(([jid, affiliation]) => ({ jid, affiliation }));
}

/** §10.2.1: changes that concern privacy have status codes of their own, all others share one. */
function changeStatuses(before: RoomConfig, now: RoomConfig): Status[] {
  const statuses: Status[] = [];
  if (isPubliclyLogged(before) !== isPubliclyLogged(now))
    statuses.push(isPubliclyLogged(now) ? "logging is on" : "logging is off");
  if (before.whois !== now.whois) statuses.push(now.whois === "anyone" ? "now non-anonymous" : "now semi-anonymous");
  const rest = (config: RoomConfig): string =>
    JSON.stringify({ ...config, enablelogging: undefined, whois: undefined });
  if (rest(before) !== rest(now)) statuses.push("configuration changed");
  return statuses;
}
