/** The commands by which people invite others from their app, in Italian. */
import type { invitationCommands as en } from "../en/invitation-commands.ts";

export const invitationCommands: typeof en = {
  invite: "Invita qualcuno",
  createAccount: "Crea un account",
  instructions: "Ricevi un link per qualcuno, che lo usa per creare l'account e ne sceglie la password.",
  username: "Nome (vuoto: lo sceglie la persona invitata)",
  rosterSubscription: "Siete subito contatti l'uno dell'altro",
  taken: "Questo nome è preso, o lo riserva un invito in corso.",
  tooMany: "Hai troppi inviti in corso: revocane qualcuno, o aspetta che scadano.",
};
