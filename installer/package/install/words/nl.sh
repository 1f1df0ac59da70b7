# KEY: sets the text, in Dutch.
words_nl() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to MAP]
    installeert, of werkt bij
sh install.sh --version [--from URL]
    zegt welke versie dat zou zijn
sh install.sh --uninstall [--to MAP] [--purge]
    verwijdert het, met --purge ook alle gegevens" ;;
    no-machine) text="jabber-home werkt niet op deze machine ($kernel, $machine): het heeft een 64-bits Linux of macOS nodig, op x86-64 of ARM. Installeer op een Raspberry Pi 3 of nieuwer het 64-bits Raspberry Pi OS." ;;
    no-openssl) text="De handtekening kan niet worden gecontroleerd: daarvoor is openssl nodig, versie 3 of nieuwer. Installeer het en roep dit nog eens aan:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="Deze install.sh kent geen sleutel waarmee een versie kan zijn ondertekend. Neem die welke bij de versie ligt." ;;
    no-place) text="Waar staat de versie? --from https://…" ;;
    no-curl) text="Installeer eerst curl of wget." ;;
    asking) text="Vraagt welke versie er is: $from" ;;
    not-downloaded) text="$from/$name kon niet worden gedownload. Is deze machine verbonden? Probeer het later nog eens." ;;
    verifying-signature) text="Controleert de handtekening" ;;
    not-signed) text="De versie is niet ondertekend met een sleutel die deze install.sh kent: er wordt niets van gebruikt. Wie $from aanbiedt, heeft haar misschien veranderd; haal install.sh opnieuw waar het project dat zegt." ;;
    later-kind) text="Deze versie is van een latere soort: neem de install.sh die erbij ligt." ;;
    clock) text="De klok van deze machine zegt $now, en dat is voordat de versie uitkwam ($released): zet de klok gelijk en roep dit nog eens aan." ;;
    expired) text="De versie bij $from was geldig tot $expires: misschien wordt een nieuwere achtergehouden. Probeer het later nog eens, of vraag het project." ;;
    not-made) text="Versie $version is er niet voor deze machine ($target)." ;;
    newer-here) text="Versie $here is er al, en is nieuwer dan $version: ze blijft." ;;
    no-room) text="Er is niet genoeg ruimte in $place: $needed MB is nodig, $free MB is vrij." ;;
    downloading) text="Downloadt versie $version voor $target: $needed MB" ;;
    cut) text="De download brak af na $have van $bytes bytes. Roep dit nog eens aan: het gaat daar verder." ;;
    verifying-sum) text="Controleert de controlesom" ;;
    wrong-download) text="Wat is gedownload, is niet wat de versie zegt: het wordt weggegooid. Roep dit nog eens aan; gebeurt het weer, vraag dan het project." ;;
    full) text="Schrijven in $place is mislukt: is de schijf vol? Maak ruimte en roep dit nog eens aan." ;;
    no-permission) text="Je mag niet in $folder schrijven: kies met --to een andere map, of roep dit aan als root." ;;
    wrong-unpacked) text="Wat is uitgepakt, is niet wat de versie zegt: het wordt weggegooid." ;;
    does-not-run) text="Het programma werkt niet op deze machine: $says" ;;
    versions) text="daar: $version
hier: $here" ;;
    none) text="geen" ;;
    installing) text="Installeert $program" ;;
    then-service) text="jabber-home $version is geïnstalleerd. De dienst gaat ermee verder na:" ;;
    then-setup) text="jabber-home $version is geïnstalleerd. De laatste stap stelt een paar vragen en start het:" ;;
    by-package) text="Een pakket heeft het geïnstalleerd:  sudo apt remove jabber-home" ;;
    is-service) text="Het is een dienst van deze machine:  sudo sh install.sh --uninstall" ;;
    stopping) text="Stopt en verwijdert de dienst" ;;
    runs) text="De server draait: stop hem eerst." ;;
    removing) text="Verwijdert $place" ;;
    removed) text="jabber-home is verwijderd." ;;
    ask-data) text="Alle berichten, accounts, bestanden en back-ups in $home: ook verwijderen? Ze komen niet terug. Typ ja:" ;;
    yes) text="ja" ;;
    stays) text="$home blijft, met alle gegevens." ;;
  esac
}
