#!/bin/sh
# Installs jabber-home: downloads the program for this machine, and verifies signature and checksums before anything of it runs.
#
#   sh install.sh [--from URL] [--to FOLDER]     installs, or brings up to date
#   sh install.sh --version [--from URL]         tells which version that would be, and which one is here
#   sh install.sh --uninstall [--to FOLDER] [--purge]
#
# No step needs root; `sudo jabber-home setup` afterwards does. What was cut off is resumed by the next run.
# Without a folder: ~/.local/bin, for root /usr/local/bin. Needed: curl or wget, openssl 3, gzip.
# Exit codes (sysexits.h): 1 failed, 2 usage, 65 not what was signed, 69 not to be had, 73 no room, 77 no permission.
set -eu
umask 022

# Where releases are, and who may sign them (SubjectPublicKeyInfo in base64, one on a line). Written by `npm run release`.
URL=''
KEYS=''

MAX_MANIFEST=65536
LANGUAGES=''
UNIT=/etc/systemd/system/jabber-home.service

# KEY: says it in the language of whoever reads (words/).
say() {
  "words_$language" "$1"
  printf '%s\n' "$text"
}

# CODE KEY
fail() {
  say "$2" >&2
  exit "$1"
}

find_language() {
  locale=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}
  language=en
  for one in $LANGUAGES; do
    case $locale in "$one" | "$one"[!a-z]*) language=$one ;; esac
  done
}

has() { command -v "$1" >/dev/null 2>&1; }

usage() {
  say usage
  exit "$1"
}

read_arguments() {
  action=install from=$URL folder='' purge=0
  while [ $# -gt 0 ]; do
    case $1 in
      --from=*) from=${1#*=} ;;
      --to=*) folder=${1#*=} ;;
      --from | --to)
        [ $# -ge 2 ] || usage 2 >&2
        if [ "$1" = --from ]; then from=$2; else folder=$2; fi
        shift
        ;;
      --uninstall) action=uninstall ;;
      --version) action=version ;;
      --purge) purge=1 ;;
      -h | --help) usage 0 ;;
      *) usage 2 >&2 ;;
    esac
    shift
  done
  from=${from%/}
  if [ -z "$folder" ]; then
    if [ "$(id -u)" = 0 ]; then folder=/usr/local/bin; else folder=$HOME/.local/bin; fi
  fi
  program=$folder/jabber-home
}

# As in the names of the release's files.
find_target() {
  kernel=$(uname -s) machine=$(uname -m)
  case $machine in
    x86_64 | amd64) cpu=x64 ;;
    aarch64 | arm64) cpu=arm64 ;;
    *) cpu= ;;
  esac
  # A 32-bit system on a 64-bit processor, as Raspberry Pi OS has been for years.
  if [ "$(getconf LONG_BIT 2>/dev/null || echo 64)" = 32 ]; then cpu=; fi
  case $kernel in
    Linux) target=linux-$cpu ;;
    Darwin) target=darwin-$cpu ;;
    *) cpu= ;;
  esac
  [ -n "$cpu" ] || fail 69 no-machine
  if [ "$kernel" = Linux ] && is_musl; then target=$target-musl; fi
}

is_musl() {
  case $(ldd --version 2>&1 || true) in
    *musl*) return 0 ;;
    *GLIBC* | *glibc* | *'GNU libc'*) return 1 ;;
  esac
  for loader in /lib/ld-musl-*; do [ ! -e "$loader" ] || return 0; done
  return 1
}

find_openssl() {
  for openssl in openssl openssl3 /opt/homebrew/opt/openssl@3/bin/openssl /usr/local/opt/openssl@3/bin/openssl; do
    case $("$openssl" version 2>/dev/null || true) in 'OpenSSL '[3-9].*) return 0 ;; esac
  done
  fail 69 no-openssl
}
