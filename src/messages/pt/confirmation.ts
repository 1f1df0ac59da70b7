/** The answers to a question of yes or no, in Portuguese. */
import type { confirmation as en } from "../en/confirmation.ts";

export const confirmation: typeof en = { yes: "Sim", no: "Não" };
