# KEY: sets the text, in English.
words_en() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to FOLDER]
    installs, or brings up to date
sh install.sh --version [--from URL]
    tells which version that would be
sh install.sh --uninstall [--to FOLDER] [--purge]
    removes it, with --purge all data, too" ;;
    no-machine) text="jabber-home does not run on this machine ($kernel, $machine): it needs a 64-bit Linux or macOS, on x86-64 or ARM. On a Raspberry Pi 3 or later, install the 64-bit Raspberry Pi OS." ;;
    no-openssl) text="The signature cannot be verified: that takes openssl, version 3 or later. Install it and run this again:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="This install.sh knows no key by which a release could be signed. Take the one that lies beside the release." ;;
    no-place) text="Where is the release? --from https://…" ;;
    no-curl) text="Install curl or wget first." ;;
    asking) text="Asking which version there is: $from" ;;
    not-downloaded) text="$from/$name could not be downloaded. Is this machine connected? Try again later." ;;
    verifying-signature) text="Verifying the signature" ;;
    not-signed) text="The release is not signed by a key that this install.sh knows: nothing of it is used. Whoever serves $from may have changed it; get install.sh anew from where the project tells." ;;
    later-kind) text="This release is of a later kind: take the install.sh that lies beside it." ;;
    clock) text="This machine's clock says $now, which is before the release was made ($released): set the clock and run this again." ;;
    expired) text="The release at $from was to be used until $expires: a newer one may be held back. Try again later, or ask the project." ;;
    not-made) text="Version $version is not made for this machine ($target)." ;;
    newer-here) text="Version $here is here already, and newer than $version: it stays." ;;
    no-room) text="There is not enough room in $place: $needed MB are needed, $free MB are free." ;;
    downloading) text="Downloading version $version for $target: $needed MB" ;;
    cut) text="The download was cut off after $have of $bytes bytes. Run this again: it goes on from there." ;;
    verifying-sum) text="Verifying the checksum" ;;
    wrong-download) text="What was downloaded is not what the release says: it is thrown away. Run this again; if that happens twice, ask the project." ;;
    full) text="Writing into $place failed: is the disk full? Make room and run this again." ;;
    no-permission) text="You may not write into $folder: choose another folder with --to, or run this as root." ;;
    wrong-unpacked) text="What was unpacked is not what the release says: it is thrown away." ;;
    does-not-run) text="The program does not run on this machine: $says" ;;
    versions) text="there: $version
here: $here" ;;
    none) text="none" ;;
    installing) text="Installing $program" ;;
    then-service) text="jabber-home $version is installed. The service goes on with it after:" ;;
    then-setup) text="jabber-home $version is installed. The last step asks a few questions and starts it:" ;;
    by-package) text="A package has installed it:  sudo apt remove jabber-home" ;;
    is-service) text="It is a service of this machine:  sudo sh install.sh --uninstall" ;;
    stopping) text="Stopping and removing the service" ;;
    runs) text="The server runs: stop it first." ;;
    removing) text="Removing $place" ;;
    removed) text="jabber-home is removed." ;;
    ask-data) text="All messages, accounts, files and backups in $home: remove them, too? They cannot be brought back. Type yes:" ;;
    yes) text="yes" ;;
    stays) text="$home stays, with all data." ;;
  esac
}
