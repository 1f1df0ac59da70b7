# KEY: sets the text, in Spanish.
words_es() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to CARPETA]
    instala, o actualiza
sh install.sh --version [--from URL]
    dice qué versión sería
sh install.sh --uninstall [--to CARPETA] [--purge]
    lo desinstala; con --purge, también todos los datos" ;;
    no-machine) text="jabber-home no funciona en este equipo ($kernel, $machine): necesita un Linux o un macOS de 64 bits, en x86-64 o ARM. En una Raspberry Pi 3 o posterior, instala Raspberry Pi OS de 64 bits." ;;
    no-openssl) text="No se puede comprobar la firma: hace falta openssl, versión 3 o posterior. Instálalo y ejecuta esto otra vez:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="Este install.sh no conoce ninguna clave que pudiera haber firmado una versión. Toma el que acompaña a la versión." ;;
    no-place) text="¿Dónde está la versión? --from https://…" ;;
    no-curl) text="Instala antes curl o wget." ;;
    asking) text="Se pregunta qué versión hay: $from" ;;
    not-downloaded) text="No se ha podido descargar $from/$name. ¿Está conectado este equipo? Prueba más tarde." ;;
    verifying-signature) text="Se comprueba la firma" ;;
    not-signed) text="La versión no está firmada con una clave que conozca este install.sh: no se usa nada de ella. Quien sirve $from quizá la ha cambiado; consigue install.sh de nuevo, donde diga el proyecto." ;;
    later-kind) text="Esta versión es de un tipo posterior: toma el install.sh que la acompaña." ;;
    clock) text="El reloj de este equipo dice $now, antes de que saliera la versión ($released): ponlo en hora y ejecuta esto otra vez." ;;
    expired) text="La versión de $from valía hasta $expires: puede que se esté reteniendo una más reciente. Prueba más tarde, o pregunta al proyecto." ;;
    not-made) text="No hay versión $version para este equipo ($target)." ;;
    newer-here) text="Ya está la versión $here, más reciente que $version: se queda." ;;
    no-room) text="No hay bastante espacio en $place: hacen falta $needed MB, quedan $free MB." ;;
    downloading) text="Se descarga la versión $version para $target: $needed MB" ;;
    cut) text="La descarga se ha cortado tras $have de $bytes bytes. Ejecuta esto otra vez: sigue desde ahí." ;;
    verifying-sum) text="Se comprueba la suma de verificación" ;;
    wrong-download) text="Lo descargado no es lo que dice la versión: se desecha. Ejecuta esto otra vez; si se repite, pregunta al proyecto." ;;
    full) text="No se ha podido escribir en $place: ¿está lleno el disco? Haz sitio y ejecuta esto otra vez." ;;
    no-permission) text="No puedes escribir en $folder: elige otra carpeta con --to, o ejecuta esto como root." ;;
    wrong-unpacked) text="Lo descomprimido no es lo que dice la versión: se desecha." ;;
    does-not-run) text="El programa no funciona en este equipo: $says" ;;
    versions) text="allí: $version
aquí: $here" ;;
    none) text="ninguna" ;;
    installing) text="Se instala $program" ;;
    then-service) text="jabber-home $version está instalado. El servicio sigue con él después de:" ;;
    then-setup) text="jabber-home $version está instalado. El último paso hace unas preguntas y lo arranca:" ;;
    by-package) text="Lo ha instalado un paquete:  sudo apt remove jabber-home" ;;
    is-service) text="Es un servicio de este equipo:  sudo sh install.sh --uninstall" ;;
    stopping) text="Se detiene y se quita el servicio" ;;
    runs) text="El servidor está en marcha: detenlo antes." ;;
    removing) text="Se borra $place" ;;
    removed) text="jabber-home está desinstalado." ;;
    ask-data) text="Todos los mensajes, cuentas, archivos y copias de seguridad de $home: ¿borrarlos también? No se podrán recuperar. Escribe sí:" ;;
    yes) text="sí si" ;;
    stays) text="$home se queda, con todos los datos." ;;
  esac
}
