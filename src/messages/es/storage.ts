/** The command by which people see what the server keeps for them, in Spanish. */
import type { storage as en } from "../en/storage.ts";

export const storage: typeof en = {
  title: "Mi espacio",
  instructions: "Lo que este servidor guarda para ti. Lo que elimines en tu aplicación deja sitio.",
  total: "En total",
  parts: {
    archive: "Historial de conversaciones",
    files: "Archivos que has enviado",
    offline: "Mensajes que te esperan",
    pubsub: "Lo que publicas: imágenes, marcadores, claves",
    roster: "Contactos",
    private: "Ajustes de tus aplicaciones",
    vcard: "Tu perfil",
    blocking: "Direcciones bloqueadas",
    reports: "Tus denuncias de abusos",
  },
};
