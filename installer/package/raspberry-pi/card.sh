#!/bin/sh
# Makes of a card with Raspberry Pi OS Lite (64-bit), as the Raspberry Pi Imager has written it, one that installs jabber-home
# when it is first plugged in, and then waits for a browser at http://jabber-home.local.
#
#   sh card.sh FOLDER PACKAGE
#
# FOLDER is the card's first partition, as this computer shows it: /Volumes/bootfs, /media/NAME/bootfs.
# PACKAGE is jabber-home_VERSION_arm64.deb.
set -eu

fail() {
  printf '%s\n' "$1" >&2
  exit "$2"
}

[ $# = 2 ] || fail "sh card.sh FOLDER PACKAGE: the card's partition bootfs, and jabber-home_VERSION_arm64.deb" 2
boot=$1 package=$2
commands=$boot/cmdline.txt
here=$(dirname "$0")
for file in "$commands" "$boot/config.txt"; do
  [ -f "$file" ] || fail "$boot is not the partition bootfs of a card with Raspberry Pi OS: $file is not there" 2
done
# Before Debian 12 the partition was mounted elsewhere.
made=$(sed -n 's/^Raspberry Pi reference \([0-9]*\)-\([0-9]*\)-.*/\1\2/p' "$boot/issue.txt" 2>/dev/null | head -n 1 || true)
[ "${made:-999912}" -ge 202310 ] || fail "this Raspberry Pi OS is too old: write the one of today on the card" 2
case $(head -c 7 "$package" 2>/dev/null) in '!<arch>') ;; *) fail "$package is no package for Debian" 2 ;; esac
case $package in *_arm64.deb) ;; *) fail "$package is not the one for arm64" 2 ;; esac
if grep -q jabber-home "$commands"; then fail "this card is prepared already" 0; fi

mkdir -p "$boot/jabber-home"
cp "$package" "$boot/jabber-home/jabber-home.deb" || fail "the package does not fit: is the card's partition full?" 73
cp "$here/first-run.sh" "$boot/jabber-home/first-run.sh"

# What the Imager has set (user, Wi-Fi) is done by a script of its own, or by cloud-init; this comes first in either case.
if [ -f "$boot/firstrun.sh" ] && grep -q systemd.run= "$commands"; then
  { head -n 1 "$boot/firstrun.sh"; echo 'sh /boot/firmware/jabber-home/first-run.sh'; tail -n +2 "$boot/firstrun.sh"; } >"$boot/firstrun.new"
  mv "$boot/firstrun.new" "$boot/firstrun.sh"
  printf '%s jabber-home=prepared\n' "$(cat "$commands")" >"$commands.new"
else
  printf '%s systemd.run=/boot/firmware/jabber-home/first-run.sh systemd.run_success_action=reboot systemd.unit=kernel-command-line.target\n' \
    "$(cat "$commands")" >"$commands.new"
fi
mv "$commands.new" "$commands"
echo "The card is ready. Put it into the Raspberry Pi, plug that into your router, wait five minutes, and open http://jabber-home.local"
