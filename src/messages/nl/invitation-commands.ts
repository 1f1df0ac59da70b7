/** The commands by which people invite others from their app, in Dutch. */
import type { invitationCommands as en } from "../en/invitation-commands.ts";

export const invitationCommands: typeof en = {
  invite: "Iemand uitnodigen",
  createAccount: "Account aanmaken",
  instructions: "Je krijgt een link voor iemand die er het account mee aanmaakt en het wachtwoord kiest.",
  username: "Gebruikersnaam (leeg: wie wordt uitgenodigd, kiest zelf)",
  rosterSubscription: "Jullie zijn vanaf het begin contacten",
  taken: "Deze naam is bezet, of een openstaande uitnodiging houdt hem vrij.",
  tooMany: "Je hebt te veel openstaande uitnodigingen: trek er een paar in, of wacht tot ze aflopen.",
};
