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
UNIT=/etc/systemd/system/jabber-home.service

# In the words of whoever reads: en "…" fr "…".
say() { if [ "$french" = 1 ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

# CODE ENGLISH FRENCH
fail() {
  fail_code=$1
  shift
  say "$@" >&2
  exit "$fail_code"
}

has() { command -v "$1" >/dev/null 2>&1; }

usage() {
  say "sh install.sh [--from URL] [--to FOLDER]     installs, or brings up to date
sh install.sh --version [--from URL]         tells which version that would be
sh install.sh --uninstall [--to FOLDER] [--purge]   removes it, with --purge all data, too" \
    "sh install.sh [--from URL] [--to DOSSIER]    installe, ou met à jour
sh install.sh --version [--from URL]         dit quelle version ce serait
sh install.sh --uninstall [--to DOSSIER] [--purge]   désinstalle ; avec --purge, les données aussi"
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
  [ -n "$cpu" ] || fail 69 \
    "jabber-home does not run on this machine ($kernel, $machine): it needs a 64-bit Linux or macOS, on x86-64 or ARM. On a Raspberry Pi 3 or later, install the 64-bit Raspberry Pi OS." \
    "jabber-home ne tourne pas sur cette machine ($kernel, $machine) : il lui faut un Linux ou un macOS 64 bits, sur x86-64 ou ARM. Sur un Raspberry Pi 3 ou plus récent, installez Raspberry Pi OS 64 bits."
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
  fail 69 \
    "The signature cannot be verified: that takes openssl, version 3 or later. Install it and run this again:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" \
    "La signature ne peut pas être vérifiée : il faut pour cela openssl, version 3 ou plus récente. Installez-le, puis relancez :
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3"
}
