# What serves the home: a service, or a person's own server.
find_home() {
  home=
  for unit in "$UNIT" /usr/lib/systemd/system/jabber-home.service; do
    [ -n "$home" ] || [ ! -e "$unit" ] || home=$(sed -n 's/^ExecStart=.* --home \([^ ]*\)$/\1/p' "$unit")
  done
  [ -z "$home" ] || return 0
  if [ "$(uname -s)" = Darwin ]; then home="$HOME/Library/Application Support/jabber-home"
  elif [ "$(id -u)" = 0 ]; then home=/var/lib/jabber-home
  else home=${XDG_STATE_HOME:-$HOME/.local/state}/jabber-home; fi
}

uninstall() {
  if has dpkg && dpkg --status jabber-home >/dev/null 2>&1; then
    fail 1 "A package has installed it:  sudo apt remove jabber-home" "Il a été installé par un paquet :  sudo apt remove jabber-home"
  fi
  find_home
  if [ -e "$UNIT" ]; then
    [ "$(id -u)" = 0 ] || fail 77 "It is a service of this machine:  sudo sh install.sh --uninstall" "C’est un service de cette machine :  sudo sh install.sh --uninstall"
    say "Stopping and removing the service" "Arrêt et retrait du service"
    "$(sed -n 's/^ExecStart=\([^ ]*\) .*/\1/p' "$UNIT")" service uninstall >/dev/null
  elif [ -x "$program" ] && "$program" status >/dev/null 2>&1; then
    fail 1 "The server runs: stop it first." "Le serveur tourne : arrêtez-le d’abord."
  fi
  for place in "$program" /usr/local/bin/jabber-home; do
    # What another user has put somewhere else is theirs.
    if [ ! -e "$place" ] || [ ! -w "${place%/*}" ]; then continue; fi
    say "Removing $place" "Suppression de $place"
    rm -f "$place" || exit 77
  done
  rm -rf "$cache"
  if [ -e "$home/config.toml" ] || [ -e "$home/data.sqlite" ]; then remove_data; fi
  say "jabber-home is removed." "jabber-home est désinstallé."
}

remove_data() {
  answer=no
  if [ $purge = 1 ]; then
    answer=yes
  elif (: </dev/tty) 2>/dev/null; then
    say "All messages, accounts, files and backups in $home: remove them, too? They cannot be brought back. Type yes:" \
      "Tous les messages, comptes, fichiers et sauvegardes de $home : les supprimer aussi ? Ce sera définitif. Tapez oui :"
    read -r answer </dev/tty || answer=no
  fi
  case $answer in
    yes | oui)
      say "Removing $home" "Suppression de $home"
      rm -rf "$home"
      ;;
    *) say "$home stays, with all data." "$home reste, avec toutes les données." ;;
  esac
}
