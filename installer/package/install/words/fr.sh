# KEY: sets the text, in French.
words_fr() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to DOSSIER]
    installe, ou met à jour
sh install.sh --version [--from URL]
    dit quelle version ce serait
sh install.sh --uninstall [--to DOSSIER] [--purge]
    désinstalle ; avec --purge, les données aussi" ;;
    no-machine) text="jabber-home ne tourne pas sur cette machine ($kernel, $machine) : il lui faut un Linux ou un macOS 64 bits, sur x86-64 ou ARM. Sur un Raspberry Pi 3 ou plus récent, installez Raspberry Pi OS 64 bits." ;;
    no-openssl) text="La signature ne peut pas être vérifiée : il faut pour cela openssl, version 3 ou plus récente. Installez-le, puis relancez :
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="Cet install.sh ne connaît aucune clé qui pourrait avoir signé une version. Prenez celui qui accompagne la version." ;;
    no-place) text="Où se trouve la version à installer ? --from https://…" ;;
    no-curl) text="Installez d’abord curl ou wget." ;;
    asking) text="Recherche de la version disponible : $from" ;;
    not-downloaded) text="$from/$name n’a pas pu être téléchargé. La machine est-elle connectée ? Réessayez plus tard." ;;
    verifying-signature) text="Vérification de la signature" ;;
    not-signed) text="La version n’est pas signée par une clé que cet install.sh connaît : rien n’en est utilisé. Celui qui sert $from l’a peut-être modifiée ; reprenez install.sh à l’adresse que donne le projet." ;;
    later-kind) text="Cette version est d’un format plus récent : prenez l’install.sh qui l’accompagne." ;;
    clock) text="L’horloge de cette machine dit $now, avant la sortie de la version ($released) : mettez-la à l’heure, puis relancez." ;;
    expired) text="La version proposée par $from était valable jusqu’au $expires : une plus récente est peut-être retenue. Réessayez plus tard, ou demandez au projet." ;;
    not-made) text="La version $version n’existe pas pour cette machine ($target)." ;;
    newer-here) text="La version $here est déjà là, plus récente que $version : elle reste." ;;
    no-room) text="Il n’y a pas assez de place dans $place : il faut $needed Mo, il en reste $free." ;;
    downloading) text="Téléchargement de la version $version pour $target : $needed Mo" ;;
    cut) text="Le téléchargement a été interrompu après $have octets sur $bytes. Relancez : il reprendra là." ;;
    verifying-sum) text="Vérification de la somme de contrôle" ;;
    wrong-download) text="Ce qui a été téléchargé n’est pas ce qu’annonce la version : c’est jeté. Relancez ; si cela se répète, demandez au projet." ;;
    full) text="L’écriture dans $place a échoué : le disque est-il plein ? Faites de la place, puis relancez." ;;
    no-permission) text="Vous n’avez pas le droit d’écrire dans $folder : choisissez un autre dossier avec --to, ou lancez ceci en tant que root." ;;
    wrong-unpacked) text="Ce qui a été décompressé n’est pas ce qu’annonce la version : c’est jeté." ;;
    does-not-run) text="Le programme ne tourne pas sur cette machine : $says" ;;
    versions) text="disponible : $version
installée : $here" ;;
    none) text="aucune" ;;
    installing) text="Installation de $program" ;;
    then-service) text="jabber-home $version est installé. Le service l’utilisera après :" ;;
    then-setup) text="jabber-home $version est installé. La dernière étape pose quelques questions et le démarre :" ;;
    by-package) text="Il a été installé par un paquet :  sudo apt remove jabber-home" ;;
    is-service) text="C’est un service de cette machine :  sudo sh install.sh --uninstall" ;;
    stopping) text="Arrêt et retrait du service" ;;
    runs) text="Le serveur tourne : arrêtez-le d’abord." ;;
    removing) text="Suppression de $place" ;;
    removed) text="jabber-home est désinstallé." ;;
    ask-data) text="Tous les messages, comptes, fichiers et sauvegardes de $home : les supprimer aussi ? Ce sera définitif. Tapez oui :" ;;
    yes) text="oui" ;;
    stays) text="$home reste, avec toutes les données." ;;
  esac
}
