/** What options of modules are for, in Spanish. */
import type { moduleOptions as en } from "../en/module-options.ts";

export const moduleOptions: typeof en = {
  "blocking.max_items": "Cuántas direcciones puede bloquear una cuenta.",
  "blocking.max_size": "Cuánto pueden ocupar las direcciones que bloquea una cuenta.",
  "reports.reports_per_day":
    "Cuántas denuncias de abuso puede hacer una cuenta en un día; las siguientes no se guardan.",
  "reports.max_reports": "Cuántas denuncias de una cuenta se guardan; las más antiguas ceden el sitio.",
  "strangers.messages":
    "Qué desconocidos pueden escribir a una cuenta: todos, los que tienen una dirección de este servidor, o nadie que no sea un contacto.",
  "blocklists.block":
    "Listas publicadas de dominios con los que no se intercambia nada, cada una SERVICIO/NODO; si la propia lista recomienda menos, se hace eso.",
  "blocklists.block_strangers":
    'Listas publicadas de dominios cuya gente solo puede escribir a quien la conoce, como "xmppbl.org/spam_source_domains".',
  "blocklists.except": "Dominios sobre los que no se hace caso a ninguna lista.",
  "blocklists.max_domains": "Cuántos dominios de una lista se guardan; lo que sobra se deja fuera.",
  "roster.max_contacts": "Cuántos contactos puede tener una cuenta.",
  "roster.max_requests": "Cuántas peticiones de gente de fuera de la lista esperan la respuesta de una cuenta.",
  "roster.max_size": "Cuánto pueden ocupar los contactos de una cuenta, con sus nombres y grupos.",
  "presence.max_directed": "A cuántas direcciones puede enviar una sesión una presencia propia.",
  "presence.max_weight":
    "Cuánto puede pesar una presencia, en cada sentido: sus bytes, y 256 por cada elemento en ella. Se guarda, y va a muchos.",
  "offline.max_messages": "Cuántos mensajes esperan a una cuenta que no está.",
  "offline.max_size": "Cuánto pueden ocupar todos los mensajes que esperan a una cuenta.",
  "components.secrets":
    "Componentes externos que pueden conectarse a listen.component, cada uno «DOMINIO=SECRETO»; sin ninguno, allí no escucha nadie.",
  "external_services.uris":
    'Servidores STUN y TURN, como "stun:stun.example.com" o "turn:192.0.2.1:3478?transport=udp".',
  "external_services.secret":
    "Lo que los servidores TURN comparten con este servidor (static-auth-secret de coturn), para contraseñas que caducan.",
  "external_services.username": "El nombre para servidores TURN que conocen uno; no se usa con un secreto.",
  "external_services.password": "Su contraseña.",
  "external_services.lifetime": "Cuánto dura una contraseña hecha a partir del secreto.",
  "proxy.max_connections": "Conexiones a la vez; cada archivo usa dos.",
  "proxy.max_per_address": "De ellas, las de una dirección que aún esperan al otro lado.",
  "proxy.max_per_account": "De ellas, las de archivos que envía una cuenta.",
  "proxy.total_rate": "Bytes por segundo que pueden enviar todas juntas.",
  "contact.abuse": "Direcciones para quejas de abuso, como URI: mailto:…, xmpp:… o https://….",
  "contact.admin": "Direcciones de los administradores, como URI: mailto:…, xmpp:… o https://….",
  "contact.feedback": "Direcciones para opiniones, como URI: mailto:…, xmpp:… o https://….",
  "contact.sales": "Direcciones comerciales, como URI: mailto:…, xmpp:… o https://….",
  "contact.security": "Direcciones para asuntos de seguridad, como URI: mailto:…, xmpp:… o https://….",
  "contact.status": "Direcciones sobre el estado del servicio, como URI: mailto:…, xmpp:… o https://….",
  "contact.support": "Direcciones para pedir ayuda, como URI: mailto:…, xmpp:… o https://….",
  "contact.administrators":
    "Si las direcciones de los administradores valen por abuse y admin cuando no se da ninguna.",
  "caps.max_known": "De cuántas clases de aplicación se recuerda lo que saben hacer.",
  "version.show_system": "Si quien pregunta la versión del servidor sabe también su sistema operativo.",
  "fast.lifetime": "Cuánto puede estar fuera una aplicación y entrar aún sin la contraseña.",
  "fast.renewal": "La edad a la que se cambia un token cuando su aplicación inicia sesión.",
  "clients.keep": "Cuánto sigue en la lista una aplicación que no se ha visto, y puede volver sin la contraseña.",
  "clients.keep_names": "Si se guardan los nombres que las aplicaciones se dan, y dan a sus dispositivos.",
  "registration.policy": "Quién puede crear una cuenta con una aplicación: nadie, quien tiene una invitación, o todos.",
  "registration.reserved": "Nombres que nadie puede tomar.",
  "registration.per_address": "Cuentas que pueden crearse desde una dirección en una hora.",
  "registration.per_hour": "Cuentas que pueden crearse en una hora en total.",
  "invitations.contacts":
    "Quién puede invitar a gente a ser contacto: todos los que tienen una cuenta, los administradores, o nadie.",
  "invitations.accounts":
    "Quién puede invitar a gente a crear una cuenta aquí: todos los que tienen una cuenta, los administradores, o nadie.",
  "invitations.validity": "Cuánto vale una invitación, si no se dice otra cosa; un año como mucho.",
  "invitations.max_open": "Invitaciones de una cuenta que aún no se han usado.",
  "vcard.max_size": "Lo larga que puede ser una vCard, con su foto.",
  "private.max_size": "Cuánto puede guardar una cuenta como XML privado.",
  "archive.keep": "Cuánto quedan los mensajes en el historial; lo más antiguo se borra.",
  "archive.max_size":
    "Cuánto pueden ocupar en el historial los mensajes de una cuenta o sala; más allá, se borran los más antiguos.",
  "files.max_size": "El archivo más grande; por omisión 100 MiB y los 16 bytes que añade el cifrado.",
  "files.quota":
    "Cuánto pueden ocupar los archivos de una cuenta; más allá, hacen sitio los de más de 30 días, primero los más antiguos.",
  "files.daily_quota": "Cuánto puede subir una cuenta en un día.",
  "files.disk_share": "Qué porcentaje del disco pueden llenar los archivos, de lo que está libre y lo que ya llenan.",
  "files.keep":
    "Cuánto quedan los archivos; como mucho tanto como los mensajes (archive.keep), pero 30 días si estos se van antes.",
  "files.uploads": "Archivos que una cuenta puede estar enviando a la vez.",
  "files.components": "Cuáles de los componentes externos pueden subir archivos, como bridge.example.com.",
  "push.sender": "Si el servicio de avisos de una aplicación sabe quién ha escrito.",
  "push.body": "Si sabe qué se ha escrito.",
  "push.ack_timeout":
    "Cuánto puede tardar una aplicación conectada en confirmar un mensaje, antes de que se la despierte también.",
  "push.max_services": "Cuántas aplicaciones de una cuenta se despiertan; la que lo pidió primero cede el sitio.",
  "push.max_failures": "Tras cuántos fallos seguidos se abandona un servicio de avisos.",
  "rooms.subdomain": "Lo que va antes de un dominio en las direcciones de sus salas.",
  "rooms.also":
    'Otros nombres ante un dominio a los que responden las salas, como los de un servidor anterior: ["conference"]. Cada uno necesita registros DNS, y un sitio en el certificado.',
  "rooms.creators":
    "Quién puede crear salas: las cuentas de este servidor, sus administradores, o también gente de otros servidores.",
  "rooms.new":
    "Qué es una sala cuando la aplicación que la crea no dice otra cosa: para miembros invitados, o abierta a quien sabe su dirección (en ninguna lista, y las direcciones solo las ven los moderadores).",
  "rooms.max_rooms": "Cuántas salas puede haber que haya creado una cuenta.",
  "rooms.max_occupants": "Cuántos ocupantes puede tener una sala a la vez.",
  "rooms.max_sessions": "Con cuántas aplicaciones puede estar una cuenta en una sala.",
  "rooms.max_affiliations": "Cuántos miembros, administradores, propietarios y expulsados puede tener una sala.",
  "rooms.max_history": "Cuántos mensajes se muestran a quien entra, permita lo que permita la sala.",
  "rooms.max_broadcast":
    "Cuántos bytes pueden salir de lo que alguien dice en una sala, todas las copias juntas, y de todo lo que una cuenta dice de una vez.",
  "rooms.broadcast_rate": "Cuántos de esos bytes por segundo puede causar una cuenta mucho tiempo.",
  "rooms.configuration_time":
    "Cuánto espera una sala nueva los ajustes de quien la crea antes de que otros puedan entrar tal como está.",
  "room_avatars.max_size": "Lo larga que puede ser la vCard de una sala, con su foto.",
  "hats.max_hats": "Cuántos sombreros puede tener una sala.",
  "hats.max_worn": "Cuántas veces pueden llevarse sombreros en una sala.",
  "circles.max_circles": "Cuántos círculos puede haber.",
  "circles.max_people": "Cuántas personas puede haber en un círculo: cada una tiene a cada una como contacto.",
  "circles.max_per_account": "En cuántos círculos puede estar una cuenta.",
  "pubsub.creators": "Quién puede crear nodos en pubsub.DOMINIO.",
  "pubsub.max_nodes": "Cuántos nodos puede tener una cuenta.",
  "pubsub.max_items": "Cuántos elementos puede tener un nodo.",
  "pubsub.max_item_size": "El contenido más largo de un elemento.",
  "pubsub.max_storage":
    "El sitio para todos los nodos de una cuenta, con sus elementos y afiliaciones; una décima parte más para quienes se suscriben.",
  "pubsub.max_subscriptions": "A cuántos nodos puede suscribirse una cuenta.",
  "bookmarks.max_size":
    "Cuánto pueden pesar los marcadores de una cuenta: sus bytes, 256 por cada elemento en ellos y 64 por cada atributo.",
  "server_info.publish":
    "Si todos pueden ver a qué otros servidores está conectado este; se nombran los que también publican los suyos.",
};
