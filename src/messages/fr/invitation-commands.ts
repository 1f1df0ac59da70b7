/** The commands by which people invite others from their app, in French. */
import type { invitationCommands as en } from "../en/invitation-commands.ts";

export const invitationCommands: typeof en = {
  invite: "Inviter quelqu'un",
  createAccount: "Créer un compte",
  instructions:
    "Vous obtenez un lien pour quelqu'un, qui s'en sert pour créer le compte et en choisit le mot de passe.",
  username: "Nom (vide : la personne invitée le choisit)",
  rosterSubscription: "Vous êtes d'emblée contacts l'un de l'autre",
  taken: "Ce nom est pris, ou une invitation en cours le réserve.",
  tooMany: "Vous avez trop d'invitations en cours : révoquez-en, ou attendez qu'elles expirent.",
};
