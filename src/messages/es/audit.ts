/** What was done, in Spanish. */
import type { audit as en } from "../en/audit.ts";

export const audit: typeof en = {
  nothing: "nada todavía",
  by: (door, account) =>
    account === null
      ? "en la línea de órdenes"
      : `${account} (${door === "app" ? "en una aplicación" : "en una página"})`,
  entry: (by, deed) => `${by}: ${deed}`,
  more: (count) => `y ${count} más`,
  acts: {
    "accounts.add": (whom) => `creó ${whom}`,
    "accounts.appoint": (whom) => `dio a ${whom} la administración`,
    "accounts.introduce": (whom) => `puso en contacto a ${whom}`,
    "accounts.setPassword": (whom) => `cambió la contraseña de ${whom}`,
    "accounts.remove": (whom) => `eliminó ${whom}`,
    "accounts.disable": (whom) => `desactivó ${whom}`,
    "accounts.enable": (whom) => `volvió a activar ${whom}`,
    "accounts.setAdministrators": (whom) => `fijó quién administra: ${whom}`,
    "sessions.end": (whom) => `cerró las sesiones de ${whom}`,
    "announcements.tell": (whom, what) => (whom === "" ? `anunció: ${what}` : `anunció solo a ${whom}: ${what}`),
    "announcements.announce": (_, what) => `anunció a quienes estaban en línea: ${what}`,
    "announcements.setMotd": (_, what) => `fijó el mensaje del día: ${what}`,
    "announcements.editMotd": (_, what) => `corrigió el mensaje del día: ${what}`,
    "announcements.deleteMotd": () => "eliminó el mensaje del día",
    "announcements.setWelcome": (_, what) => `fijó el mensaje de bienvenida de las cuentas nuevas: ${what}`,
    "announcements.deleteWelcome": () => "eliminó el mensaje de bienvenida de las cuentas nuevas",
    "rooms.create": (whom) => `creó la sala ${whom}`,
    "rooms.destroy": (whom) => `eliminó la sala ${whom}`,
    "rooms.setAffiliation": (whom, what) => `afiliación «${what}» en una sala: ${whom}`,
    "invitations.create": (whom, what) => `creó una invitación${whom && ` para ${whom}`}${what && ` (${what})`}`,
    "invitations.reset": (whom) => `creó un enlace para una contraseña nueva de ${whom}`,
    "invitations.revoke": (whom) => `anuló la invitación ${whom}`,
    "circles.create": (whom, what) =>
      whom === "" ? `creó el círculo «${what}»` : `creó el círculo «${what}» con ${whom}`,
    "circles.rename": (whom, what) => `cambió el nombre del círculo «${whom}»: «${what}»`,
    "circles.remove": (_, what) => `eliminó el círculo «${what}»`,
    "circles.add": (whom, what) => `añadió al círculo «${what}»: ${whom}`,
    "circles.kick": (whom, what) => `sacó del círculo «${what}»: ${whom}`,
    "files.removeNamed": (whom) => `eliminó archivos de ${whom}`,
    "files.prune": (whom) => (whom === "" ? "eliminó archivos" : `eliminó archivos de ${whom}`),
    "files.remove": (whom) => `eliminó el archivo ${whom}`,
    "moveIn.start": (whom, what) => `trajo ${what} a ${whom}`,
    "import.start": (_, what) => `importó desde ${what}`,
    "domain.rename": (_, what) => `dio otro nombre a un dominio: ${what}`,
    "backup.make": () => "hizo una copia de seguridad",
    "export.all": () => "exportó todo lo de todas las cuentas",
    "export.account": (whom) => `exportó todo lo de ${whom}`,
    "certificate.renew": () => "hizo renovar el certificado",
  },
};
