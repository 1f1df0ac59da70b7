# KEY: sets the text, in Italian.
words_it() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to CARTELLA]
    installa, o aggiorna
sh install.sh --version [--from URL]
    dice quale versione sarebbe
sh install.sh --uninstall [--to CARTELLA] [--purge]
    lo disinstalla; con --purge, anche tutti i dati" ;;
    no-machine) text="jabber-home non funziona su questa macchina ($kernel, $machine): ci vuole un Linux o un macOS a 64 bit, su x86-64 o ARM. Su un Raspberry Pi 3 o successivo, installa Raspberry Pi OS a 64 bit." ;;
    no-openssl) text="La firma non può essere verificata: ci vuole openssl, versione 3 o successiva. Installalo e rilancia:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="Questo install.sh non conosce nessuna chiave che possa aver firmato una versione. Prendi quello che sta accanto alla versione." ;;
    no-place) text="Dov'è la versione? --from https://…" ;;
    no-curl) text="Installa prima curl o wget." ;;
    asking) text="Chiede quale versione c'è: $from" ;;
    not-downloaded) text="Non è stato possibile scaricare $from/$name. La macchina è connessa? Riprova più tardi." ;;
    verifying-signature) text="Verifica la firma" ;;
    not-signed) text="La versione non è firmata con una chiave che questo install.sh conosce: non se ne usa nulla. Chi offre $from l'ha forse modificata; riprendi install.sh da dove indica il progetto." ;;
    later-kind) text="Questa versione è di un tipo successivo: prendi l'install.sh che le sta accanto." ;;
    clock) text="L'orologio di questa macchina dice $now, prima dell'uscita della versione ($released): regolalo e rilancia." ;;
    expired) text="La versione su $from valeva fino a $expires: forse una più recente viene trattenuta. Riprova più tardi, o chiedi al progetto." ;;
    not-made) text="La versione $version non esiste per questa macchina ($target)." ;;
    newer-here) text="C'è già la versione $here, più recente di $version: resta." ;;
    no-room) text="In $place non c'è abbastanza spazio: servono $needed MB, ne restano $free." ;;
    downloading) text="Scarica la versione $version per $target: $needed MB" ;;
    cut) text="Lo scaricamento si è interrotto dopo $have byte su $bytes. Rilancia: riprende da lì." ;;
    verifying-sum) text="Verifica la somma di controllo" ;;
    wrong-download) text="Ciò che è stato scaricato non è ciò che dice la versione: viene buttato. Rilancia; se succede di nuovo, chiedi al progetto." ;;
    full) text="Non è stato possibile scrivere in $place: il disco è pieno? Fai spazio e rilancia." ;;
    no-permission) text="Non puoi scrivere in $folder: scegli un'altra cartella con --to, o lancialo come root." ;;
    wrong-unpacked) text="Ciò che è stato decompresso non è ciò che dice la versione: viene buttato." ;;
    does-not-run) text="Il programma non funziona su questa macchina: $says" ;;
    versions) text="là: $version
qui: $here" ;;
    none) text="nessuna" ;;
    installing) text="Installa $program" ;;
    then-service) text="jabber-home $version è installato. Il servizio lo userà dopo:" ;;
    then-setup) text="jabber-home $version è installato. L'ultimo passo fa qualche domanda e lo avvia:" ;;
    by-package) text="L'ha installato un pacchetto:  sudo apt remove jabber-home" ;;
    is-service) text="È un servizio di questa macchina:  sudo sh install.sh --uninstall" ;;
    stopping) text="Ferma e toglie il servizio" ;;
    runs) text="Il server è in funzione: fermalo prima." ;;
    removing) text="Elimina $place" ;;
    removed) text="jabber-home è disinstallato." ;;
    ask-data) text="Tutti i messaggi, gli account, i file e i backup di $home: eliminare anche questi? Non si potranno recuperare. Scrivi sì:" ;;
    yes) text="sì si" ;;
    stays) text="$home resta, con tutti i dati." ;;
  esac
}
