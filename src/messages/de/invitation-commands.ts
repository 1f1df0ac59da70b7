/** The commands by which people invite others from their app, in German. */
import type { invitationCommands as en } from "../en/invitation-commands.ts";

export const invitationCommands: typeof en = {
  invite: "Jemanden einladen",
  createAccount: "Konto anlegen",
  instructions: "Du bekommst einen Link für jemanden, der damit das Konto anlegt und das Passwort wählt.",
  username: "Benutzername (leer: Wer eingeladen ist, wählt ihn)",
  rosterSubscription: "Ihr beiden seid von Anfang an Kontakte",
  taken: "Dieser Name ist vergeben, oder eine offene Einladung hält ihn frei.",
  tooMany: "Du hast zu viele offene Einladungen: Zieh einige zurück, oder warte, bis sie enden.",
};
