/** What the verbs of rooms say. */
import { rooms as en } from "./en/rooms.ts";
import { rooms as fr } from "./fr/rooms.ts";
import { inLanguages } from "./language.ts";

export const roomMessages = inLanguages(en, fr);

export type RoomMessages = typeof en;
