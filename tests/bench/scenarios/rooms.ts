/** A room as a family or a club has it. */
import { roomScenario } from "../room-scenario.ts";

export const scenario = roomScenario("rooms", 50, "every round");
