/** A room as large projects have it. */
import { roomScenario } from "../room-scenario.ts";

export const scenario = roomScenario("rooms-large", 500, "full");
