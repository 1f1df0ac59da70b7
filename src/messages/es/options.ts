/** What options of config.toml are for, in Spanish. */
import type { options as en } from "../en/options.ts";

export const options: typeof en = {
  domains:
    "Los dominios de las direcciones que se sirven aquí; el primero es el que se entiende cuando no se dice ninguno.",
  former_domains:
    "Dominios de antes de un cambio de nombre, cada uno «ANTIGUO=DOMINIO»: lo que aún llega para ellos es para las mismas personas en el nuevo.",
  host: "El nombre de este equipo en Internet, si no es el del dominio.",
  addresses:
    "Las direcciones públicas que llevan a este equipo y no son suyas, como la de su router; vacío si no se conocen o cambian.",
  language: "El idioma para las personas; auto es el del sistema.",
  log_level: "Los sucesos menos importantes que todavía se anotan.",
  log_format: "Cómo se escriben los sucesos: auto es texto en un terminal, y con los prefijos de syslog bajo systemd.",
  "listen.client": "Para aplicaciones, que protegen la conexión con STARTTLS.",
  "listen.client_tls": "Para aplicaciones, con TLS desde el primer byte.",
  "listen.server": "Para otros servidores, que protegen la conexión con STARTTLS.",
  "listen.server_tls": "Para otros servidores, con TLS desde el primer byte.",
  "listen.component": "Para componentes externos, si components.secrets nombra alguno; sin protección.",
  "listen.http":
    "Para las visitas de la autoridad de certificación, si el dominio se demuestra por http-01; los navegadores pasan a HTTPS.",
  "listen.https":
    "Para navegadores y archivos (HTTPS), para las visitas de la autoridad por tls-alpn-01, y con web.multiplex también para aplicaciones, otros servidores y llamadas.",
  "listen.http_proxied": "Para un servidor web tuyo que está delante de este; sin protección.",
  "listen.proxy": "Para aplicaciones que se envían archivos y no se alcanzan directamente (SOCKS5).",
  "listen.turn": "Para llamadas entre aplicaciones que no se alcanzan directamente (STUN y TURN), por UDP y TCP.",
  "listen.turns": "Lo mismo por TLS, para redes que dejan pasar poco más.",
  "web.address":
    "El nombre con el que se ven las páginas y los archivos, con su puerto si no es 443, como chat.example.com:5443; vacío: el dominio, con el puerto de listen.https.",
  "web.also":
    "Otros nombres con los que se encuentran los archivos, como los de un servidor anterior: share.example.com. Cada uno necesita registros DNS, y un sitio en el certificado.",
  "web.trusted_proxies":
    "Quién puede conectarse a listen.http_proxied: direcciones, o redes como 10.0.0.0/8; dicen por quién preguntan (X-Forwarded-For).",
  "web.origins":
    "Las páginas de otros sitios que pueden iniciar sesión aquí por WebSocket o BOSH, como https://chat.example.org; vacío: todas.",
  "web.multiplex":
    "Si las aplicaciones y los otros servidores (XMPP) y las llamadas (TURN) reciben respuesta también en el puerto de listen.https, para redes que no dejan pasar nada más.",
  "web.chat": "Si hay un chat en el navegador, en /chat.",
  "web.first_page": "Si la página en / dice qué es esto; si no, no hay nada.",
  "web.title": "El título de esa página; vacío para el habitual.",
  "web.about": "Su primera frase, como de quién es este servidor; vacío para la habitual.",
  "web.accent": "El color de los botones y enlaces de todas las páginas.",
  "gateway.enabled":
    "Si se pide al router que reenvíe los puertos de este servidor (PCP, NAT-PMP, UPnP), mientras esté en marcha; la instalación lo ofrece.",
  "turn.relay_ports":
    "Los puertos UDP PRIMERO-ÚLTIMO por los que pasan las llamadas, de tres a seis por cada aplicación en una llamada; el router tiene que reenviarlos.",
  "turn.public_address":
    "La dirección pública que lleva a esos puertos, o una IPv4 y una IPv6 con una coma en medio; vacío: se encuentra por las direcciones de este equipo, el router y los registros del dominio.",
  "turn.private_peers":
    "Si las llamadas pasan también a direcciones de la propia red de este equipo; si no, nadie puede hacer que se envíe nada allí.",
  "turn.allocations_per_account":
    "Puertos de paso que una cuenta puede tener a la vez; una aplicación usa de tres a seis por llamada.",
  "turn.rate_per_account": "Bytes por segundo que pasan para una cuenta; lo que sobra se desecha.",
  "turn.total_rate": "Bytes por segundo que pasan para todas juntas.",
  "bosh.max_wait":
    "Cuánto se retiene la petición de un navegador mientras no hay nada que decirle; menos de lo que espera un servidor web que esté delante de este.",
  "bosh.inactivity":
    "Cuánto puede estar un navegador sin pedir nada antes de que su conexión se dé por perdida; el doble para los que solo preguntan de vez en cuando.",
  "bosh.max_pause": "Lo mismo, para navegadores que han anunciado su ausencia.",
  "certificate.source": "De dónde viene el certificado.",
  "certificate.directory": "El directorio ACME de la autoridad de certificación.",
  "certificate.trial_directory":
    "El directorio ACME para un ensayo, y para `dns --outside`; vacío para ninguno de los dos.",
  "certificate.ca_file":
    "Archivo PEM de las raíces en las que confiar al hablar con la autoridad de certificación; vacío: las públicas.",
  "certificate.challenge":
    "Cómo se demuestra el dominio: por el puerto 80, por el puerto 443, por un registro DNS nuevo cada vez, puesto a mano si dns.provider no tiene API, o por uno duradero.",
  "certificate.contact":
    "La dirección de correo a la que puede escribir la autoridad de certificación; vacío para ninguna.",
  "certificate.chain_file": "Archivo PEM del certificado y su cadena, para source = files; se vigilan sus cambios.",
  "certificate.key_file": "Archivo PEM de la clave privada, para source = files.",
  "limits.stanza_before_login": "El elemento más largo antes de iniciar sesión.",
  "limits.stanza": "La stanza más larga después de iniciar sesión, de aplicaciones y de otros servidores.",
  "limits.login_time": "Cuánto puede tardar una conexión en iniciar sesión.",
  "limits.connections": "Conexiones a la vez.",
  "limits.logins_per_address":
    "Aplicaciones a la vez desde una dirección que aún no han iniciado sesión, y otros tantos servidores.",
  "limits.web_connections": "Conexiones de navegadores a la vez.",
  "limits.web_connections_per_address": "Conexiones de navegadores a la vez desde una dirección.",
  "limits.sessions_per_account": "Aplicaciones de una cuenta conectadas a la vez.",
  "limits.memory_per_account":
    "Lo que puede guardarse en memoria para todas las aplicaciones de una cuenta: lo que las espera y lo que no han confirmado.",
  "limits.failures_per_account":
    "Inicios de sesión fallidos en una cuenta durante failure_window antes de que tenga que esperar.",
  "limits.failures_per_address":
    "Inicios de sesión fallidos desde una dirección durante failure_window antes de que tenga que esperar.",
  "limits.failure_window": "El tiempo en el que se cuentan los inicios de sesión fallidos.",
  "limits.rate": "Bytes por segundo que una conexión puede enviar mucho tiempo; diez veces más de una vez son libres.",
  "limits.idle": "Tras cuánto silencio se sondea una conexión, para que se note si el otro extremo ya no está.",
  "limits.unsent": "Lo que puede esperar a una conexión que no lee, antes de que se corte.",
  "limits.free_disk":
    'Cuánto del disco queda libre: con menos, no se acepta nada nuevo hasta que haya sitio otra vez; "0B" para no tener esa reserva.',
  "backup.folder":
    "Dónde se escribe una copia de seguridad cada noche: backups es una carpeta en la del servidor, una ruta entera otra, como la de una memoria USB; off: en ningún sitio.",
  "backup.recipient":
    "Para quién se cifran las copias de cada noche: la mitad pública de una clave de age (age-keygen hace una), age1…; vacío: para nadie.",
  "backup.hour": "A partir de qué hora, según el reloj del equipo.",
  "metrics.listen": "Dónde se leen las cifras para Prometheus (HTTP, /metrics); sin protección.",
  "metrics.token":
    "El token que debe enviar quien las lee (Authorization: Bearer); hace falta si otros además de este equipo llegan al puerto.",
  "update.url":
    "Dónde están las versiones publicadas, para update: una dirección que empieza por https://, o una carpeta; vacío: en ningún sitio, porque el proyecto aún no tiene una dirección así.",
  "update.domain":
    "El nombre cuyo registro TXT dice la versión más reciente: se pregunta cada hora, y solo tu servidor de nombres ve quién pregunta; vacío: no se pregunta nada.",
  "update.automatic":
    "Si las versiones nuevas se instalan solas, desde update.url, después de una copia de seguridad; las que no funcionan aquí se deshacen.",
  "update.hour": "A partir de qué hora se hace, según el reloj del equipo.",
  "accounts.iterations":
    "Cuántas veces se aplica el hash a una contraseña nueva (SCRAM); más es más seguro, y más lento para cada aplicación.",
  "auth.source":
    "Quién comprueba las contraseñas: este servidor, el equipo cuyas cuentas Unix son (PAM), un programa, o un directorio.",
  "auth.keep_keys":
    "Para system: si se guardan claves de una contraseña correcta, para que las aplicaciones no tengan que enviarla cada vez (SCRAM).",
  "auth.allow_groups":
    "Para system: los grupos Unix cuyos miembros pueden iniciar sesión; vacío: todos los que tienen una cuenta.",
  "auth.deny_groups": "Para system: los grupos Unix cuyos miembros no pueden.",
  "auth.pam_service": "Para system: el archivo de /etc/pam.d que dice cómo se comprueban las contraseñas.",
  "auth.command":
    "Para command: el programa, con su ruta entera, y sus argumentos, con espacios en medio; habla el protocolo de autenticación externa de ejabberd.",
  "auth.ldap_url": "Para ldap: dónde está el directorio, como ldaps://ldap.example.com; siempre dentro de TLS.",
  "auth.ldap_dn":
    "Para ldap: el nombre distintivo de una cuenta, con {name} por lo que va antes de la @, como uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file":
    "Para ldap: archivo PEM de otras raíces en las que confiar en su certificado; vacío para ninguna.",
  "auth.recheck":
    "Cuánto puede usar una aplicación un token antes de que se le pida otra vez la contraseña, si nada dice que ha cambiado.",
  "auth.timeout": "Cuánto puede tardar la respuesta a si una contraseña es correcta.",
  "sessions.suspended_memory":
    "Cuánto puede guardarse en memoria para todas las aplicaciones que han perdido la conexión y pueden volver, antes de que acaben las que llevan más tiempo fuera.",
  "sessions.resumption_time": "Cuánto tiempo puede volver, como si nada, una aplicación que ha perdido la conexión.",
  "sessions.max_unacknowledged": "Cuántas stanzas pueden esperar a que una aplicación las confirme.",
  "federation.enabled": "Si la gente de aquí alcanza a la de otros servidores, y ella a la de aquí.",
  "federation.allow": "Los únicos otros dominios con los que se habla; vacío: todos.",
  "federation.deny": "Otros dominios con los que no se habla nunca.",
  "federation.require_certificate":
    "Si otro servidor debe tener un certificado válido; sin él, solo sus registros DNS demuestran quién es.",
  "federation.plaintext":
    "Dominios con los que se habla sin TLS, si no lo tienen: todos los que están por el camino pueden leerlo.",
  "federation.unverified":
    "Dominios con los que se habla sin certificado válido, como si require_certificate fuera false.",
  "federation.ca_file":
    "Archivo PEM de otras raíces en las que confiar en los certificados de otros servidores; vacío para ninguna.",
  "federation.private_addresses":
    "Si otros servidores pueden estar en direcciones de este equipo o de su propia red; si no, nadie puede hacer que se les llame.",
  "federation.connect_time":
    "Cuánto puede tardar un equipo de otro servidor en tener listo su flujo, antes de que se pruebe el siguiente.",
  "federation.queue_time":
    "Cuánto espera una stanza a un servidor que no se alcanza, antes de que lo sepa quien la envió.",
  "federation.max_queued": "Cuántas stanzas pueden esperar a otro dominio.",
  "federation.max_queued_size": "Cuánto puede esperar a otro dominio, en memoria.",
  "federation.max_queued_total":
    "Cuánto puede esperar a todos los otros dominios juntos, en memoria; una cuarta parte para un remitente de aquí.",
  "federation.idle": "Tras cuánto tiempo sin stanzas se cierra un flujo hacia otro servidor o desde él.",
  "federation.rate":
    "Bytes por segundo que otro dominio puede enviar mucho tiempo; diez veces más de una vez son libres.",
  "federation.max_domains": "Cuántos otros dominios pueden estar conectados a la vez, en cada sentido.",
  "dns.resolvers":
    "Los servidores de nombres a los que preguntar, cada uno DIRECCIÓN o DIRECCIÓN:PUERTO; vacío: los del sistema.",
  "dns.provider":
    "Quién acepta registros DNS por API: un proveedor, cualquier servidor de nombres por rfc2136, o solo direcciones por dyndns2; así dns-01 no necesita tu mano.",
  "dns.update":
    "Si las direcciones del nombre de este equipo se mantienen al día por ahí, cuando cambian; si el router no dice la suya, se pregunta cada cinco minutos a un servidor DNS público cuál ve.",
  "dns.token_file": "El archivo con el token o la clave para eso, que solo puede leer su dueño (docs/dns.md).",
};
