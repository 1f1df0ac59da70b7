# KEY: sets the text, in German.
words_de() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to ORDNER]
    installiert, oder bringt auf den neuesten Stand
sh install.sh --version [--from URL]
    sagt, welche Version das wäre
sh install.sh --uninstall [--to ORDNER] [--purge]
    entfernt es, mit --purge auch alle Daten" ;;
    no-machine) text="jabber-home läuft nicht auf diesem Rechner ($kernel, $machine): Es braucht ein Linux oder macOS mit 64 Bit, auf x86-64 oder ARM. Auf einem Raspberry Pi 3 oder neuer: Raspberry Pi OS mit 64 Bit installieren." ;;
    no-openssl) text="Die Signatur kann nicht geprüft werden: Dazu braucht es openssl, Version 3 oder neuer. Installiere es und ruf dies noch einmal auf:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="Dieses install.sh kennt keinen Schlüssel, mit dem eine Version signiert sein könnte. Nimm das, das neben der Version liegt." ;;
    no-place) text="Wo liegt die Version? --from https://…" ;;
    no-curl) text="Installiere zuerst curl oder wget." ;;
    asking) text="Fragt, welche Version es gibt: $from" ;;
    not-downloaded) text="$from/$name konnte nicht heruntergeladen werden. Ist dieser Rechner verbunden? Versuch es später noch einmal." ;;
    verifying-signature) text="Prüft die Signatur" ;;
    not-signed) text="Die Version ist nicht mit einem Schlüssel signiert, den dieses install.sh kennt: Nichts davon wird benutzt. Wer $from anbietet, hat sie vielleicht verändert; hol install.sh neu, von dort, wo das Projekt es sagt." ;;
    later-kind) text="Diese Version ist von einer späteren Art: Nimm das install.sh, das neben ihr liegt." ;;
    clock) text="Die Uhr dieses Rechners sagt $now, das ist vor dem Erscheinen der Version ($released): Stell die Uhr und ruf dies noch einmal auf." ;;
    expired) text="Die Version bei $from galt bis $expires: Eine neuere wird vielleicht zurückgehalten. Versuch es später noch einmal, oder frag das Projekt." ;;
    not-made) text="Version $version gibt es für diesen Rechner nicht ($target)." ;;
    newer-here) text="Version $here ist schon da, und neuer als $version: Sie bleibt." ;;
    no-room) text="In $place ist nicht genug Platz: $needed MB werden gebraucht, $free MB sind frei." ;;
    downloading) text="Lädt Version $version für $target herunter: $needed MB" ;;
    cut) text="Das Herunterladen brach nach $have von $bytes Bytes ab. Ruf dies noch einmal auf: Es geht dort weiter." ;;
    verifying-sum) text="Prüft die Prüfsumme" ;;
    wrong-download) text="Was heruntergeladen wurde, ist nicht das, was die Version angibt: Es wird verworfen. Ruf dies noch einmal auf; wenn es wieder geschieht, frag das Projekt." ;;
    full) text="In $place konnte nicht geschrieben werden: Ist die Platte voll? Schaff Platz und ruf dies noch einmal auf." ;;
    no-permission) text="Du darfst nicht in $folder schreiben: Wähl mit --to einen anderen Ordner, oder ruf dies als root auf." ;;
    wrong-unpacked) text="Was ausgepackt wurde, ist nicht das, was die Version angibt: Es wird verworfen." ;;
    does-not-run) text="Das Programm läuft nicht auf diesem Rechner: $says" ;;
    versions) text="dort: $version
hier: $here" ;;
    none) text="keine" ;;
    installing) text="Installiert $program" ;;
    then-service) text="jabber-home $version ist installiert. Der Dienst nimmt sie danach:" ;;
    then-setup) text="jabber-home $version ist installiert. Der letzte Schritt stellt ein paar Fragen und startet es:" ;;
    by-package) text="Ein Paket hat es installiert:  sudo apt remove jabber-home" ;;
    is-service) text="Es ist ein Dienst dieses Rechners:  sudo sh install.sh --uninstall" ;;
    stopping) text="Hält den Dienst an und entfernt ihn" ;;
    runs) text="Der Server läuft: Halte ihn zuerst an." ;;
    removing) text="Entfernt $place" ;;
    removed) text="jabber-home ist entfernt." ;;
    ask-data) text="Alle Nachrichten, Konten, Dateien und Sicherungen in $home: auch entfernen? Sie kommen nicht wieder. Tippe ja:" ;;
    yes) text="ja" ;;
    stays) text="$home bleibt, mit allen Daten." ;;
  esac
}
