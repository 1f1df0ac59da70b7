/** The service of systemd, in the wizard and in `jabber-home service`, in Spanish. */
import type { service as en } from "../en/service.ts";

export const service: typeof en = {
  question: "¿Arrancarlo ahora, y siempre que arranque este equipo?",
  questionLocal: "¿Arrancarlo ahora?",
  modes: {
    service: "Sí, como servicio",
    foreground: "Arrancarlo ahora, en esta ventana",
    later: "No, lo arrancaré yo",
    already: "No, ya está en marcha",
  },
  installing: "instalando y arrancando el servicio",
  failed: "El servicio no está en marcha",
  blocked: "Todavía no puede arrancar",
  problems: {
    "no-systemd":
      "este sistema no tiene systemd: jabber-home service file  muestra lo que necesita su propio gestor de servicios",
    "no-manager": (given, managers) =>
      `«${given}» no es un gestor de servicios que se conozca aquí: elige entre ${managers}`,
    "not-administrator": "solo puede hacerlo el administrador: pon sudo delante",
    "not-compiled": "solo el programa compilado puede ser un servicio: npm run build lo crea",
    "not-set-up": (home) => `${home} no tiene config.toml: ejecuta jabber-home setup --home ${home}`,
    path: (path) => `${path}: elige una ruta hecha solo de letras, cifras y . _ @ + -`,
    failed: (command, output) => `${command}: ${output}`,
  },
  installed: "el servicio está instalado y en marcha",
  joined: (person) => `${person} podrá usarlo sin sudo cuando vuelva a iniciar sesión en el equipo`,
  removed: (home) => `el servicio se ha quitado; ${home} y su usuario se quedan`,
  done: {
    start: "el servicio está en marcha",
    stop: "el servicio se ha detenido",
    restart: "el servicio se ha reiniciado",
    reload: "el servicio ha leído otra vez config.toml; lo que dice de ello: jabber-home logs",
  },
  notInstalled: "el servicio no está instalado: jabber-home service install",
  logs: {
    notANumber: (given) => `«${given}» no es un número de líneas: escribe por ejemplo --lines 1000`,
    notADuration: (given) => `«${given}» no es una duración: escribe por ejemplo --since 1h`,
    notShown: "no se pudo leer el diario de systemd",
    withSudo: (command) => `journald lo muestra a los administradores y al grupo systemd-journal: ${command}`,
    elsewhere: (pid, target) =>
      `El diario del servidor (proceso ${pid}) va a donde este se arrancó${target === undefined ? "" : `, ${target}`}.\n  2>> ARCHIVO  detrás de la orden que lo arranca lo guarda, para mostrarlo aquí.`,
    notRunning: (command) =>
      `El servidor no está en marcha, y no es un servicio, cuyo diario guardaría\nsystemd.\n  ${command}\n  lo escribe en la terminal; con  2>> ARCHIVO  detrás, en un archivo.`,
  },
  state: (state, isEnabled) => `${state}, ${isEnabled ? "arranca" : "no arranca"} con el equipo`,
};
