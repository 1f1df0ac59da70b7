/** All attacks, in their order. */
import type { Attack } from "./attack.ts";
import { delayForged, loopbackDialled, suspended, unstableNames } from "./scenarios/addresses.ts";
import { combiningMarks, indexBehind, offlineDisk, offlineMany, offlineRead } from "./scenarios/archives.ts";
import { blockMany, rosterOfGroups } from "./scenarios/contacts.ts";
import { declarations } from "./scenarios/declarations.ts";
import { carbons, presenceKept, presenceSent, unacknowledged } from "./scenarios/elements.ts";
import { bookmarks, elementsPublished, itemsNamed, itemsOfElements, lastItem, nodesListed } from "./scenarios/items.ts";
import { affiliations, joins, roomSearch } from "./scenarios/rooms.ts";
import { beforeLogin, capsAnswer, descriptors, idle, proxyPlaces, requestFlood } from "./scenarios/streams.ts";

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
