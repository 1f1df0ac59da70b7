/** Why a verb was not run, and what to do about it, in Spanish. */
import type { verbErrors as en } from "../en/verb-errors.ts";
import { wordIn } from "../word-in.ts";
import { fileErrors } from "./file-errors.ts";
import { help } from "./help.ts";

export const verbErrors: typeof en = {
  ...fileErrors,
  missing: ({ operands }) => [`falta: ${operands.map((operand) => wordIn(operand, help.words)).join(", ")}`],
  superfluous: ({ word }) => [`«${word}» sobra`, "pon entre comillas lo que lleve espacios"],
  "no-flag": ({ flag, near }) => [`no existe la opción ${flag}`, near && `¿querías decir --${near}?`],
  "no-value": ({ flag }) => [`${flag} no lleva ningún valor`],
  "value-needed": ({ flag, value }) => [`${flag} necesita un valor: ${flag} ${wordIn(value, help.words)}`],
  "no-choice": ({ flag, given, choices }) => [`${flag} no conoce «${given}»`, `elige entre: ${choices.join(", ")}`],
  "no-language": ({ given, languages }) => [
    `aquí no se habla el idioma «${given}»`,
    `elige entre: --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }) => [
    `no se saben completar las órdenes en «${given}»`,
    `elige entre: ${shells.join(", ")}`,
  ],
  "no-verb": ({ word, near }) => [
    `no existe la orden «${word}»`,
    near ? `¿querías decir jabber-home ${near}?` : "ver jabber-home --help",
  ],
  "which-verb": ({ group, members }) => [`¿qué hacer con «${group}»?`, `una de estas: ${members.join(", ")}`],
  "no-member": ({ words, near, members }) => [
    `no existe la orden «${words}»`,
    near ? `¿querías decir jabber-home ${near}?` : `una de estas: ${members.join(", ")}`,
  ],
  "nobody-named": () => ["¿quién?", "da un JID, o una lista con --from ARCHIVO"],
  "not-both": ({ flags }) => [`${flags.join(" y ")} no van juntas`],
  "needs-flag": ({ flag, needed }) => [`${flag} va con ${needed}`],
  "no-port": ({ flag, given }) => [`«${given}» no es un puerto`, `un número del 0 al 65535, por ejemplo ${flag} 8080`],
  "passwords-twice": () => ["--from ya trae las contraseñas", "quita --password-file"],
  "long-input": ({ limit }) => [`la entrada estándar pasa de ${limit} bytes`],
  "not-confirmed": ({ lost }) => ["falta --yes", lost],
  "no-former": ({ file }) => [
    `esta versión ha fallado, y la anterior no está: ${file}`,
    "ponla allí, o recupera la copia de seguridad de antes de actualizar: jabber-home restore",
  ],
  "not-restarted": () => ["el servidor se ha parado, y no puede volver a arrancar solo", "arráncalo: jabber-home run"],
  "not-set-up": () => ["todavía no hay nada instalado", "ejecuta jabber-home setup"],
  "no-domain": () => ["no se sirve ningún dominio", "ejecuta jabber-home setup, o pon --set domains=ejemplo.es"],
  "no-config": ({ file }) => [`no existe ${file}`, "ejecuta jabber-home setup"],
  "no-certificate": ({ command }) => [
    "todavía no hay certificado",
    `el servidor lo crea o lo obtiene cuando arranca: ${command}`,
  ],
  "not-renewed": () => [
    "el servidor no está en marcha",
    "cuando lo está, lo renueva él solo: jabber-home run; si no, jabber-home setup obtiene uno",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }) => [
    `el puerto ${port} (${option}) está en uso por ${isDemo ? "la demostración" : home === undefined ? name : `el servidor de ${home}`} (pid ${pid})`,
    `${isDemo ? "termínala con Ctrl-C en su ventana" : `detenlo (kill ${pid}, o su servicio)`}, o elige otro puerto con --set ${option}=DIRECCIÓN:PUERTO`,
  ],
  "port-kept": ({ port, option }) => [
    `systemd mantiene abierto el puerto ${port} (${option}) para un servicio`,
    `systemctl list-sockets dice para cuál; si es el propio jabber-home: sudo jabber-home service stop, o elige otro puerto con --set ${option}=DIRECCIÓN:PUERTO`,
  ],
  "address-unusable": ({ address, sentence }) => [`--address ${address} no sirve: ${sentence}`],
  "host-meta-format": ({ given }) => [
    `--host-meta ${given}: ese archivo no existe`,
    "escribe --host-meta xml, o --host-meta json",
  ],
  "no-duration": ({ flag, given }) => [`${flag} ${given}: eso no es una duración`, "escribe por ejemplo 7d, 24h o 30m"],
  "no-number": ({ flag, given }) => [`${flag} ${given}: eso no es un número`],
  "no-web-server": () => [
    "aquí nada atiende a los navegadores",
    "actívalo en config.toml: https en la sección [listen], por ejemplo [::]:443",
  ],
};
