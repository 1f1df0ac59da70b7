/** The commands by which people invite others from their app, in Portuguese. */
import type { invitationCommands as en } from "../en/invitation-commands.ts";

export const invitationCommands: typeof en = {
  invite: "Convidar alguém",
  createAccount: "Criar uma conta",
  instructions: "Obtém um link para alguém, que com ele cria a conta e escolhe a palavra-passe.",
  username: "Nome (vazio: a pessoa convidada escolhe-o)",
  rosterSubscription: "São contactos um do outro desde o início",
  taken: "Este nome já é de alguém, ou um convite em aberto reserva-o.",
  tooMany: "Há demasiados convites seus em aberto: revogue alguns, ou espere que expirem.",
};
