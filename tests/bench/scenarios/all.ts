/** All scenarios in order: memory first, while the server is fresh. */
import type { Scenario } from "../scenario.ts";
import { scenario as chat } from "./chat.ts";
import { scenario as chatAcked } from "./chat-acked.ts";
import { scenario as chatBosh } from "./chat-bosh.ts";
import { scenario as chatWebSocket } from "./chat-websocket.ts";
import { scenario as files } from "./files.ts";
import { scenario as https } from "./https.ts";
import { scenario as imports } from "./import.ts";
import { scenario as logins } from "./logins.ts";
import { scenario as mam } from "./mam.ts";
import { scenario as memory } from "./memory.ts";
import { scenario as pages } from "./pages.ts";
import { scenario as pep } from "./pep.ts";
import { scenario as presenceStorm } from "./presence-storm.ts";
import { scenario as rooms } from "./rooms.ts";
import { scenario as rosterLogin } from "./roster-login.ts";
import { scenario as s2s } from "./s2s.ts";
import { scenario as steady } from "./steady.ts";
import { scenario as turn } from "./turn.ts";

export const SCENARIOS: readonly Scenario[] = [
  memory,
  logins,
  rosterLogin,
  presenceStorm,
  pep,
  chat,
  chatAcked,
  chatWebSocket,
  chatBosh,
  files,
  https,
  pages,
  rooms,
  mam,
  imports,
  s2s,
  turn,
  steady,
];
