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
    fail 1 by-package
  fi
  find_home
  if [ -e "$UNIT" ]; then
    [ "$(id -u)" = 0 ] || fail 77 is-service
    say stopping
    "$(sed -n 's/^ExecStart=\([^ ]*\) .*/\1/p' "$UNIT")" service uninstall >/dev/null
  elif [ -x "$program" ] && "$program" status >/dev/null 2>&1; then
    fail 1 runs
  fi
  for place in "$program" /usr/local/bin/jabber-home; do
    # What another user has put somewhere else is theirs.
    if [ ! -e "$place" ] || [ ! -w "${place%/*}" ]; then continue; fi
    say removing
    rm -f "$place" || exit 77
  done
  rm -rf "$cache"
  if [ -e "$home/config.toml" ] || [ -e "$home/data.sqlite" ]; then remove_data; fi
  say removed
}

remove_data() {
  answer=no
  if [ $purge = 1 ]; then
    answer=yes
  elif (: </dev/tty) 2>/dev/null; then
    say ask-data
    read -r answer </dev/tty || answer=no
  fi
  "words_$language" yes
  case " yes $text " in
    *" $answer "*)
      place=$home
      say removing
      rm -rf "$home"
      ;;
    *) say stays ;;
  esac
}
