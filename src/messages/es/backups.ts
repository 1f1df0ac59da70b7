/** `backup` and `restore`, in Spanish. */
import type { backups as en } from "../en/backups.ts";
import { counted, longMoment, sizeText } from "./units.ts";

export const backups: typeof en = {
  made: (path, bytes) => `la copia de seguridad es ${path} (${sizeText(bytes)}), leída de nuevo y comparada`,
  secret: "Quien la tenga lo tiene todo, claves y mensajes: guárdala donde nadie más la lea.",
  counts: ({ accounts, messages, rooms, files }) =>
    [
      counted(accounts, "cuenta", "cuentas"),
      counted(messages, "mensaje archivado", "mensajes archivados"),
      counted(rooms, "sala", "salas"),
      counted(files, "archivo enviado", "archivos enviados"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }) =>
    [
      `una copia de seguridad de ${domains.join(", ")}`,
      `  hecha el ${longMoment(created)} en ${host}, con jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  antes de actualizar a la versión ${beforeUpdate}`]),
      `  ${sizeText(bytes)} una vez descomprimida`,
    ].join("\n"),
  askPassphrase: "La frase de contraseña de la copia de seguridad",
  oneKey: () => [
    "una copia de seguridad se cifra con una frase de contraseña o para una clave",
    "indica una de las dos: --passphrase-file o --identity",
  ],
  oneRecipient: () => [
    "una copia de seguridad se cifra con una frase de contraseña o para una clave",
    "indica una de las dos: --passphrase-file o --recipient",
  ],
  notBoth: () => [
    "una copia de antes de actualizar está en la carpeta del servidor, tal cual",
    "quita --to, --passphrase-file y --recipient",
  ],
  noVersion: (given) => [`${given} no es una versión`, "escríbela como está publicada: --before-update 1.2.3"],
  noIdentity: (path) => [
    `${path} no es un archivo de age-keygen`,
    "una de sus líneas empieza por AGE-SECRET-KEY-1; si el propio archivo está cifrado, ábrelo antes: age -d",
  ],
  noRecipient: (given) => [
    `${given} no es una clave pública de age`,
    "escribe lo que mostró age-keygen: age1 y 58 letras",
  ],
  question: (home) => `¿Ponerla en su sitio en ${home}?`,
  questionAside: (home) => `¿Ponerla en lugar de lo que hay en ${home}? Eso se conserva, en una carpeta de allí.`,
  notAsked: () => ["falta --no-input", "sin terminal no se puede preguntar a nadie"],
  notDone: "no se ha cambiado nada",
  noSuchAccount: (account) => [
    `la copia de seguridad no tiene la cuenta ${account}`,
    "puede que la tenga una anterior o una posterior",
  ],
  questionAccount: (account, isHere) =>
    isHere
      ? `¿Devolver a ${account} lo que le falta? Lo que tiene ahora se queda.`
      : `¿Volver a crear la cuenta ${account}, tal como está en la copia de seguridad?`,
  accountBack: (account, wasHere) =>
    wasHere ? `Lo que ha vuelto a ${account}; lo que había se ha quedado:` : `${account} existe de nuevo, y tiene:`,
  accountTrial: (account, wasHere) =>
    wasHere
      ? `Lo que volvería a ${account}; no se ha cambiado nada:`
      : `${account} existiría de nuevo; no se ha cambiado nada. Tendría:`,
  askContacts:
    "La contraseña es la de la copia de seguridad. Los contactos que supieron que la cuenta había desaparecido vuelven a verla cuando la hayan aceptado de nuevo.",
  wouldRestore: (home, isThere) =>
    isThere
      ? `La copia de seguridad está entera. Se pondría en su sitio en ${home}, y lo que hay allí se conservaría en una carpeta; no se ha cambiado nada.`
      : `La copia de seguridad está entera. Se pondría en su sitio en ${home}; no se ha cambiado nada.`,
  restored: (home) => `la copia de seguridad está en su sitio: ${home}`,
  former: (path) => `Lo que había antes está en ${path}; elimínalo cuando todo vaya bien.`,
  notSent: (count) =>
    count === 1
      ? "Un envío esperaba a otro servidor y no saldrá, porque puede que ya saliera después de la copia; --send-waiting lo envía."
      : `${count} envíos esperaban a otros servidores y no saldrán, porque puede que ya salieran después de la copia; --send-waiting los envía.`,
  notSentForSetup: (count) =>
    count === 1
      ? "Un envío esperaba a otro servidor y no saldrá, porque puede que ya saliera después de la copia."
      : `${count} envíos esperaban a otros servidores y no saldrán, porque puede que ya salieran después de la copia.`,
  signIn: "Las aplicaciones vuelven a iniciar sesión solas con su contraseña; los navegadores la piden.",
  next: (command) => `Para arrancarlo: ${command}`,
  exists: (path) => [`${path} ya existe`, "elige otro nombre: nunca se sobrescribe una copia de seguridad"],
  running: (home) => [`hay un servidor en marcha en ${home}`, "detenlo antes: jabber-home service stop"],
  newerHome: (changed, created) => [
    `la carpeta cambió el ${longMoment(changed)}, y la copia de seguridad es anterior: ${longMoment(created)}`,
    "restore con --replace pone la más antigua, y conserva en una carpeta lo que hay ahora",
  ],
  somethingElse: (path) => [
    `${path} no está vacía, y no es la carpeta de un servidor`,
    "indica una carpeta vacía, o una que no exista: --home CARPETA",
  ],
  problems: {
    "not-a-backup": () => [
      "esto no es una copia de seguridad de jabber-home",
      "indica un archivo que haya escrito jabber-home backup",
    ],
    cut: () => [
      "el archivo termina antes de tiempo: no se escribió o no se copió hasta el final",
      "cópialo otra vez, o toma otra copia de seguridad",
    ],
    damaged: (path) => [
      path === ""
        ? "el archivo está dañado"
        : `el archivo está dañado: ${path} no está como cuando se hizo la copia de seguridad`,
      "cópialo otra vez, o toma otra copia de seguridad",
    ],
    hostile: (path) => [
      path === ""
        ? "contiene algo que no tiene ninguna copia de seguridad"
        : `contiene algo que no tiene ninguna copia de seguridad: ${path}`,
      "alguien ha modificado el archivo: toma otra copia de seguridad",
    ],
    newer: (version) => [
      `la copia de seguridad es de jabber-home ${version}, más reciente que este programa`,
      `instala la versión ${version} o una posterior, e inténtalo de nuevo`,
    ],
    "no-room": (path, needed, free) => [
      `en ${path} hacen falta ${sizeText(needed)} y hay ${sizeText(free)} libres`,
      "haz sitio allí, o elige otro disco",
    ],
    "database-damaged": (why) => [`la base de datos está dañada (${why})`, "toma otra copia de seguridad"],
    changed: (path) => [`${path} cambió mientras se leía`, "inténtalo de nuevo"],
    encrypted: (by) =>
      by === "passphrase"
        ? [
            "la copia de seguridad está cifrada con una frase de contraseña",
            "indica un archivo que la contenga: --passphrase-file ARCHIVO, o - para la entrada estándar",
          ]
        : [
            "la copia de seguridad está cifrada para una clave de age",
            "indica el archivo de age-keygen que contiene su mitad secreta: --identity ARCHIVO",
          ],
    passphrase: () => ["esta no es la frase de contraseña de la copia de seguridad", "inténtalo de nuevo"],
    identity: () => [
      "la copia de seguridad está cifrada para una clave que no está en el archivo",
      "indica el archivo cuya clave pública es backup.recipient de aquel servidor: --identity ARCHIVO",
    ],
    "no-folder": (path) => [
      `no existe la carpeta ${path}`,
      "¿está conectado el disco o la memoria USB? Si no es eso, crea la carpeta, o indica otra: backup.folder en config.toml",
    ],
    "not-writable": {
      service: (path) => [
        `el servicio no tiene permiso para escribir en ${path}`,
        "dáselo y reinícialo: sudo jabber-home service install; si no, es el disco el que es de solo lectura",
      ],
      readOnly: (path) => [
        `el disco de ${path} es de solo lectura`,
        "¿está la memoria USB protegida contra escritura? Si no es eso, móntala de modo que se pueda escribir en ella",
      ],
      denied: (path, user) => [
        `${user} no tiene permiso para escribir en ${path}`,
        `dáselo: sudo chown ${user}: ${path}; una memoria USB con FAT hay que montarla con uid=${user}`,
      ],
    },
    other: (why) => [why, "mira lo que se anotó: jabber-home logs"],
    runs: () => ["se está haciendo otra copia de seguridad", "espera a que termine"],
  },
};
