/** All attacks, in the order in which they are played. */
import type { Attack } from "./attack.ts";
import { delayForged, loopbackDialled, suspended, unstableNames } from "./plays/addresses.ts";
import { combiningMarks, indexBehind, offlineDisk, offlineMany, offlineRead } from "./plays/archives.ts";
import { blockMany, rosterOfGroups } from "./plays/contacts.ts";
import { declarations } from "./plays/declarations.ts";
import { carbons, presenceKept, presenceSent, unacknowledged } from "./plays/elements.ts";
import { bookmarks, elementsPublished, itemsNamed, itemsOfElements, lastItem, nodesListed } from "./plays/items.ts";
import { affiliations, joins, roomSearch } from "./plays/rooms.ts";
import { beforeLogin, capsAnswer, descriptors, idle, proxyPlaces, requestFlood } from "./plays/streams.ts";

export const ATTACKS: readonly Attack[] = [
  idle,
  declarations,
  itemsNamed,
  itemsOfElements,
  elementsPublished,
  carbons,
  presenceKept,
  presenceSent,
  unacknowledged,
  blockMany,
  bookmarks,
  lastItem,
  offlineRead,
  offlineDisk,
  offlineMany,
  requestFlood,
  beforeLogin,
  affiliations,
  rosterOfGroups,
  capsAnswer,
  nodesListed,
  delayForged,
  loopbackDialled,
  proxyPlaces,
  descriptors,
  combiningMarks,
  unstableNames,
  indexBehind,
  joins,
  suspended,
  roomSearch,
];
