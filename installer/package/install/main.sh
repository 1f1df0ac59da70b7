install() {
  find_target
  find_openssl
  get_manifest
  verify_signature
  read_manifest
  if [ "$action" = version ]; then
    here=$(installed_version || true)
    say "there: $version
here: ${here:-none}" "disponible : $version
installée : ${here:-aucune}"
    return
  fi
  find_file
  refuse_older
  mkdir -p "$cache"
  download
  say "Installing $program" "Installation de $program"
  unpack
  if [ -e "$UNIT" ]; then
    say "jabber-home $version is installed. The service goes on with it after:" \
      "jabber-home $version est installé. Le service l’utilisera après :"
    verb='service install'
  else
    say "jabber-home $version is installed. The last step asks a few questions and starts it:" \
      "jabber-home $version est installé. La dernière étape pose quelques questions et le démarre :"
    verb=setup
  fi
  if [ "$(id -u)" = 0 ]; then echo "  $program $verb"; else echo "  sudo $program $verb"; fi
}

main() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in fr*) french=1 ;; *) french=0 ;; esac
  read_arguments "$@"
  cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/jabber-home-install new=''
  # What other programs say is read here.
  LC_ALL=C
  export LC_ALL
  work=$(mktemp -d) || fail_full "${TMPDIR:-/tmp}"
  trap 'rm -rf "$work" ${new:+"$new"}' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if [ "$action" = uninstall ]; then uninstall; else install; fi
}

# The last line: of a script that was cut off, nothing runs.
main "$@"
