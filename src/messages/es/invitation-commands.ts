/** The commands by which people invite others from their app, in Spanish. */
import type { invitationCommands as en } from "../en/invitation-commands.ts";

export const invitationCommands: typeof en = {
  invite: "Invitar a alguien",
  createAccount: "Crear una cuenta",
  instructions: "Recibes un enlace para otra persona, que con él crea la cuenta y elige la contraseña.",
  username: "Nombre (vacío: lo elige la persona invitada)",
  rosterSubscription: "Las dos personas son contactos desde el principio",
  taken: "Este nombre está ocupado, o lo reserva una invitación pendiente.",
  tooMany: "Tienes demasiadas invitaciones pendientes: anula alguna, o espera a que caduquen.",
};
