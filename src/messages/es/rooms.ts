/** What the verbs of rooms say, in Spanish. */
import type { rooms as en } from "../en/rooms.ts";
import { counted } from "./units.ts";

export const rooms: typeof en = {
  none: "todavía no hay salas: cada cual las crea con su aplicación, o tú con",
  rooms: (count) => counted(count, "sala", "salas"),
  named: (name) => `«${name}»`,
  kinds: {
    private: "privada",
    public: "pública",
    listed: "en la lista, pero solo para sus miembros",
    open: "fuera de la lista, pero abierta a quien sepa su dirección",
    locked: "todavía sin ajustar por quien la creó",
  },
  inside: (count) => (count === 0 ? "nadie dentro" : `${counted(count, "persona", "personas")} dentro`),
  members: (count) => counted(count, "miembro", "miembros"),
  separator: ", ",
  about: "descripción",
  subject: "asunto",
  since: "desde el",
  settings: "ajustes",
  setTo: {
    temporary: "termina cuando se ha ido todo el mundo",
    moderated: "hay que tener voz para hablar",
    password: "pide una contraseña",
    anonymous: "solo los moderadores ven las direcciones",
    unarchived: "no guarda historial",
    logged: "cualquiera puede leer su historial",
  },
  affiliations: {
    owner: "propietario",
    admin: "administrador",
    member: "miembro",
    outcast: "vetado",
    none: "nada",
  },
  roles: { moderator: "moderador", participant: "participante", visitor: "visitante", none: "nada" },
  now: "dentro",
  apps: (count) => counted(count, "aplicación", "aplicaciones"),
  made: (jid, kind, owner) => `${jid} está lista: ${kind}, y es de ${owner}`,
  next: (command) => `para añadir miembros: ${command}`,
  destroyIt: (jid) => `¿Eliminar ${jid} con su historial? Se avisa a quienes están dentro.`,
  irrevocable: "el historial y las listas de la sala desaparecen también",
  notDestroyed: "no se ha eliminado nada",
  destroyed: (jid) => `${jid} ya no existe`,
  affiliated: {
    owner: (who, room) => `${who} es propietario de ${room}`,
    admin: (who, room) => `${who} es administrador de ${room}`,
    member: (who, room) => `${who} es miembro de ${room}`,
    outcast: (who, room) => `${who} tiene vetada la entrada a ${room}`,
    none: (who, room) => `${who} ya no es nada en ${room}`,
  },
};
