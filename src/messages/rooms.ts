/** What the verbs of rooms say. */
import type { rooms as en } from "./en/rooms.ts";
import { inLanguages, type Language } from "./language.ts";

export const roomMessages = inLanguages("rooms");

export type RoomMessages = typeof en;

interface RoomTraits {
  readonly isPublic: boolean;
  readonly isForMembers: boolean;
  readonly isLocked: boolean;
}

/** What kind of room it is, in a word or two. */
export function roomKind({ isPublic, isForMembers, isLocked }: RoomTraits, language: Language): string {
  const { kinds } = roomMessages[language];
  if (isLocked) return kinds.locked;
  if (isPublic) return isForMembers ? kinds.listed : kinds.public;
  return isForMembers ? kinds.private : kinds.open;
}
