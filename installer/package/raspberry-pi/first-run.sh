#!/bin/sh
# Run once by a Raspberry Pi that card.sh has prepared, before there is a network: installs the package and lets setup wait for a
# browser. What goes wrong stands in jabber-home.log, on the partition that every computer can read.
set -u

boot=/boot/firmware
folder=$boot/jabber-home

# Not again, whatever becomes of it: a machine that starts over and over helps nobody.
sed -i 's# systemd\.run=/boot/firmware/jabber-home/first-run\.sh systemd\.run_success_action=reboot systemd\.unit=kernel-command-line\.target##; s# jabber-home=prepared##' \
  "$boot/cmdline.txt"

(
  set -e
  dpkg --install "$folder/jabber-home.deb"
  systemctl enable jabber-home-setup.service
  # A name that somebody has chosen stays.
  if [ "$(cat /etc/hostname)" = raspberrypi ]; then
    echo jabber-home >/etc/hostname
    sed -i 's/\braspberrypi\b/jabber-home/g' /etc/hosts
  fi
  rm -r "$folder"
) >"$boot/jabber-home.log" 2>&1

# Anything else would switch the machine off.
exit 0
