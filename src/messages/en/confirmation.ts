/** The answers to a question of yes or no, in English. */

export const confirmation = { yes: "Yes", no: "No" };
