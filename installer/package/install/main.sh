install() {
  find_target
  find_openssl
  get_manifest
  verify_signature
  read_manifest
  if [ "$action" = version ]; then
    here=$(installed_version || true)
    if [ -z "$here" ]; then
      "words_$language" none
      here=$text
    fi
    say versions
    return
  fi
  find_file
  refuse_older
  mkdir -p "$cache"
  download
  say installing
  unpack
  if [ -e "$UNIT" ]; then
    say then-service
    verb='service install'
  else
    say then-setup
    verb=setup
  fi
  if [ "$(id -u)" = 0 ]; then echo "  $program $verb"; else echo "  sudo $program $verb"; fi
}

main() {
  find_language
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
