/** All scenarios in order: memory first, while the server is fresh; then what each server is measured with; then what is measured once. */
import type { Scenario } from "../scenario.ts";
import { scenario as archive } from "./archive.ts";
import { scenario as chat } from "./chat.ts";
import { scenario as chatAcked } from "./chat-acked.ts";
import { scenario as chatBosh } from "./chat-bosh.ts";
import { scenario as chatPaced } from "./chat-paced.ts";
import { scenario as chatSlow } from "./chat-slow.ts";
import { scenario as chatWebSocket } from "./chat-websocket.ts";
import { scenario as files } from "./files.ts";
import { scenario as https } from "./https.ts";
import { scenario as idle } from "./idle.ts";
import { scenario as imports } from "./import.ts";
import { scenario as logins } from "./logins.ts";
import { scenario as memory } from "./memory.ts";
import { scenario as memoryAfter } from "./memory-after.ts";
import { scenario as pages } from "./pages.ts";
import { scenario as pep } from "./pep.ts";
import { scenario as presenceStorm } from "./presence-storm.ts";
import { scenario as rooms } from "./rooms.ts";
import { scenario as roomsLarge } from "./rooms-large.ts";
import { scenario as rosterLogin } from "./roster-login.ts";
import { scenario as s2s } from "./s2s.ts";
import { scenario as scaleArchive } from "./scale-archive.ts";
import { scenario as scaleOnline } from "./scale-online.ts";
import { scenario as scaleRooms } from "./scale-rooms.ts";
import { scenario as scaleRoster } from "./scale-roster.ts";
import { scenario as steady } from "./steady.ts";
import { scenario as turn } from "./turn.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...[memory, logins, chat, chatPaced, presenceStorm, rooms, archive, memoryAfter],
  ...[chatSlow, chatAcked, chatWebSocket, chatBosh, pep, files, s2s],
  ...[idle, https, pages, imports, turn, scaleOnline, scaleArchive, scaleRooms, scaleRoster],
  ...[rosterLogin, roomsLarge, steady],
];
