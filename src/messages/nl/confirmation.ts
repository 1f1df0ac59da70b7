/** The answers to a question of yes or no, in Dutch. */
import type { confirmation as en } from "../en/confirmation.ts";

export const confirmation: typeof en = { yes: "Ja", no: "Nee" };
