/** What is said where an operation was not done, in Spanish. */
import type { FailureMessages } from "../en/failures.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`a la petición le falta «${field}»`],
  "no-domain-served": () => ["todavía no se sirve ningún dominio", "ejecuta jabber-home setup"],
  "domain-not-served": ({ domain, domains }) => [`${domain} no se sirve aquí`, `elige entre: ${domains.join(", ")}`],
  "not-a-domain": ({ given }) => [
    `«${given}» no es un dominio`,
    "indica solo lo que va detrás de la @, como ejemplo.es",
  ],
  "not-an-address": ({ given, why }) => [`«${given}» no es una dirección: ${why}`],
  "not-an-account": ({ given, domain }) => [
    `«${given}» no es la dirección de una cuenta`,
    `se escribe como alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account}: esta cuenta ya existe`,
    "elige otro nombre, o cambia la contraseña: jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [`no existe la cuenta ${account}`, "mira cómo se escribe: jabber-home user list"],
  "bad-password": ({ account }) => [
    `${account}: eso no puede ser una contraseña`,
    "elige otra, hecha de letras, cifras, signos y espacios: ni tabuladores ni caracteres invisibles",
  ],
  "short-password": ({ account, minimum }) => [
    `${account}: una contraseña tiene al menos ${minimum} caracteres`,
    "elige una más larga: varias palabras seguidas se recuerdan bien",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "las cuentas no se crean aquí: son las cuentas Unix de este equipo",
          "añade a la persona al equipo (sudo adduser NOMBRE): su cuenta aparece aquí cuando inicie sesión por primera vez",
        ]
      : [
          `las cuentas no se crean aquí: auth.source, en config.toml, dice quién las conoce (${source})`,
          "añade allí a la persona: su cuenta aparece aquí cuando inicie sesión por primera vez",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [`la contraseña de ${account} es la de su cuenta Unix: no se guarda aquí`, "cámbiala en el equipo: passwd"]
      : [
          `la contraseña de ${account} no se guarda aquí: auth.source, en config.toml, dice quién la conoce (${source})`,
          "cámbiala allí",
        ],
  "not-a-picture": () => ["esta no es una imagen que muestren las aplicaciones", "elige una en JPEG, PNG, GIF o WebP"],
  "picture-too-large": ({ maximum }) => [`una imagen tiene ${maximum} bytes como máximo`],
  "name-too-long": ({ maximum }) => [`un nombre tiene ${maximum} caracteres como máximo, todos visibles`],
  "only-administrator": ({ account }) => [
    `${account} es la única cuenta que administra, y no se ha eliminado: ya nadie podría administrar el servidor desde una aplicación`,
    "dale antes ese derecho a otra persona: a una cuenta nueva, con jabber-home user add JID --admin; a una que ya existe, con la orden «Who administers» de tu aplicación",
  ],
  "own-account": ({ account }) => [
    `${account} es la cuenta con la que has iniciado sesión`,
    "que lo haga otra persona que administre",
  ],
  "not-a-room": ({ given, example }) => [`«${given}» no es la dirección de una sala`, `se escribe como ${example}`],
  "no-rooms-there": ({ domain, services, example }) => [
    `${domain} no tiene salas aquí: están en ${services.join(", ")}`,
    `la dirección de una sala se escribe como ${example}`,
  ],
  "no-such-room": ({ room }) => [`no existe la sala ${room}`, "ver jabber-home room list"],
  "room-exists": ({ room }) => [
    `la sala ${room} ya existe`,
    `elige otro nombre, o mírala: jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["este nombre es demasiado largo", "elige uno de 1023 caracteres como máximo"],
  "nobodys-address": ({ given, domain }) => [
    `«${given}» no es la dirección de nadie ni un dominio`,
    `se escribe como alice@${domain}`,
  ],
  "owner-not-named": () => ["¿de quién va a ser?", "indica a quién pertenece con --owner JID"],
  "domain-cannot-own": () => ["un dominio entero no puede poseer ni administrar una sala", "indica una sola dirección"],
  "last-owner": ({ room }) => [`${room} se quedaría sin propietario`, "nombra antes a otro propietario"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `«${given}» no es una afiliación`,
    `elige entre: ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} tiene todos los miembros y vetados que puede tener una sala`,
    "sube rooms.max_affiliations en config.toml, y reinicia",
  ],
  "no-such-file": ({ file }) => [
    `no existe el archivo ${file}, o ya no existe`,
    "copia su dirección entera del mensaje, o mira jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`no existe el círculo «${circle}»`, "mira jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `ya existe el círculo «${circle}»`,
    "elige otro nombre, o añádele personas: jabber-home circle add CÍRCULO JID",
  ],
  "not-a-circle-name": () => [
    "eso no puede ser el nombre de un círculo",
    "elige uno de 60 caracteres como máximo: letras, cifras, signos y espacios",
  ],
  "too-many-circles": ({ maximum }) => [
    `ya hay ${maximum} círculos, que son todos los que puede haber`,
    "elimina uno, o sube circles.max_circles en config.toml, y reinicia",
  ],
  "circle-full": ({ circle, maximum }) => [
    `«${circle}» no tiene sitio para tanta gente: en un círculo hay ${maximum} personas como máximo`,
    "crea un segundo círculo, o sube circles.max_people en config.toml, y reinicia",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} está en ${maximum} círculos, que son todos los que puede tener`,
    "sácala antes de otro, o sube circles.max_per_account en config.toml, y reinicia",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} no está en «${circle}»`,
    `mira jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "nadie administra este servidor, así que nadie puede poseer la sala del círculo",
    "dale antes ese derecho a alguien: jabber-home user add JID --admin",
  ],
  "announcement-empty": () => ["no hay nada que decir", 'escríbelo entre comillas: jabber-home announce "…"'],
  "announcement-too-long": ({ maximum }) => [
    `es demasiado largo para un anuncio: ${maximum} caracteres como máximo`,
    "di dónde se puede leer el resto",
  ],
  "no-renewal-waits": () => ["ninguna renovación espera una respuesta", "empieza de nuevo"],
  "no-such-invitation": () => [
    "esta invitación no vale: nunca existió, ya se usó, se anuló o ha caducado",
    "mira las que están pendientes: jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} no puede invitar a nadie a esto`,
    "mira contacts y accounts en la sección [invitations] de config.toml",
  ],
  "registration-closed": () => [
    "aquí nadie puede crear una cuenta con una invitación: el alta está cerrada",
    'escribe policy = "invitation" en la sección [registration] de config.toml, o añade la cuenta: jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `ya hay ${maximum} invitaciones pendientes`,
    "anula alguna (jabber-home invite list), o espera a que caduquen",
  ],
  "name-invited": ({ account }) => [
    `una invitación pendiente reserva ${account} para alguien`,
    "elige otro nombre, o anúlala: jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`nadie puede elegir ${account}`, "elige otro nombre"],
  "other-name": ({ account }) => [`esta invitación es para ${account}`, "toma ese nombre"],
  "bad-uses": ({ maximum }) => [`una invitación es para entre 1 y ${maximum} personas`],
  "one-name-many-uses": () => ["solo una persona puede tener un nombre", "quita el nombre, o --uses"],
  "note-too-long": ({ maximum }) => [`una nota tiene ${maximum} caracteres como máximo`],
  "bad-validity": ({ maximum }) => [
    `una invitación vale entre un minuto y ${maximum} días`,
    "escribe por ejemplo 7d, 24h o 30m",
  ],
  "no-pages": () => [
    "este servidor no tiene páginas donde elegir una contraseña nueva",
    "pon otra por tu cuenta: jabber-home user passwd JID; o activa las páginas: listen.https en config.toml",
  ],
  "no-web-pages": () => [
    "este servidor no tiene páginas que pueda abrir un teléfono",
    "actívalas: listen.https en config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} es de este servidor`, "pregunta a otro servidor"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [`${account} es una cuenta de este servidor`, "indica una de otro servidor"],
  "move-in-runs": ({ account }) => [
    `ahora mismo se está mudando alguien a ${account}`,
    "espera a que termine, o míralo: jabber-home logs",
  ],
  "too-many-move-ins": () => ["ahora mismo se están mudando varias cuentas", "inténtalo dentro de unos minutos"],
  "too-many-attempts": () => ["demasiados intentos fallidos", "inténtalo de nuevo dentro de unos minutos"],
  "import-runs": () => ["hay otra importación en curso", "espera a que termine"],
  "no-import": () => ["esta importación ha terminado", "empiézala de nuevo: continúa donde estaba"],
  "backup-runs": () => ["se está haciendo otra copia de seguridad", "espera a que termine"],
  "backup-no-room": ({ needed, free }) => [
    `una copia de seguridad necesita por un rato ${sizeText(needed)} en el disco del servidor, y hay ${sizeText(free)} libres`,
    "haz sitio allí: la base de datos se copia antes de comprimirla",
  ],
  "backup-damaged": ({ why }) => [
    `la base de datos está dañada, así que no se ha hecho ninguna copia de seguridad (${why})`,
    "guarda las copias que tengas, y detén el servidor: jabber-home restore ARCHIVO pone la última buena",
  ],
  "disk-full": () => [
    "el disco de este servidor está casi lleno: no se guarda nada nuevo",
    "haz sitio en el disco, o deja menos sitio libre: free_disk en la sección [limits] de config.toml",
  ],
};
