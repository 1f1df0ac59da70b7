/** What the verbs of rooms say, in Portuguese. */
import type { rooms as en } from "../en/rooms.ts";
import { counted } from "./units.ts";

export const rooms: typeof en = {
  none: "ainda não há salas: cada pessoa pode criá-las com a sua aplicação, e aqui criam-se com",
  rooms: (count) => counted(count, "sala", "salas"),
  named: (name) => `«${name}»`,
  kinds: {
    private: "privada",
    public: "pública",
    listed: "na lista mas só para os membros",
    open: "fora da lista mas aberta a quem conhece o endereço",
    locked: "ainda não definida por quem a criou",
  },
  inside: (count) => (count === 0 ? "ninguém presente" : counted(count, "pessoa presente", "pessoas presentes")),
  members: (count) => counted(count, "membro", "membros"),
  separator: ", ",
  about: "descrição",
  subject: "assunto",
  since: "desde",
  settings: "definições",
  setTo: {
    temporary: "desaparece quando toda a gente sair",
    moderated: "só se fala com autorização",
    password: "pede uma palavra-passe",
    anonymous: "só os moderadores veem os endereços",
    unarchived: "não guarda histórico",
    logged: "qualquer pessoa pode ler o histórico",
  },
  affiliations: {
    owner: "proprietário",
    admin: "administrador",
    member: "membro",
    outcast: "banido",
    none: "nada",
  },
  roles: { moderator: "moderador", participant: "participante", visitor: "visitante", none: "nada" },
  now: "presentes",
  apps: (count) => counted(count, "aplicação", "aplicações"),
  made: (jid, kind, owner) => `${jid} está pronta: ${kind}, proprietário ${owner}`,
  next: (command) => `membros: ${command}`,
  destroyIt: (jid) => `Eliminar ${jid} com o histórico? As pessoas presentes são avisadas.`,
  irrevocable: "o histórico e as listas da sala desaparecem também",
  notDestroyed: "nada foi eliminado",
  destroyed: (jid) => `${jid} já não existe`,
  affiliated: {
    owner: (who, room) => `${who} é proprietário de ${room}`,
    admin: (who, room) => `${who} é administrador de ${room}`,
    member: (who, room) => `${who} é membro de ${room}`,
    outcast: (who, room) => `${who} está banido de ${room}`,
    none: (who, room) => `${who} já não tem nenhum papel em ${room}`,
  },
};
