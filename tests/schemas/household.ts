/** Who is in the databases of other versions, and what they have there. */

export const PEOPLE = { alice: "down the rabbit hole", bob: "can we fix it" } as const;
export type Person = keyof typeof PEOPLE;

export const ROOM = "garden@rooms.localhost";
/** The messages from alice to bob, who was there. */
export const SAID = Array.from({ length: 40 }, (_, number) => `Message ${number}: où est passée la théière ?`);
/** What alice has said while bob was away. */
export const WAITING = "This one waits.";
export const IN_ROOM = "Welcome to the garden.";
export const FULL_NAME = "Alice Liddell";
export const BOOKMARK = "Garden";
export const NOTE = "white rabbit";
export const BLOCKED = "queen@elsewhere.example";
/** A contact on another server, who has not answered yet. */
export const ASKED = "hatter@elsewhere.example";
