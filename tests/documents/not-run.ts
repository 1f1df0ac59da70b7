/** The commands of the documents that are not run here, and why. Those of jabber-home are still read, word by word. */
export const NOT_RUN: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  "asks questions: tests/end-to-end/screens and tests/end-to-end/setup-web.test.ts answer them": [
    "jabber-home setup",
    /^jabber-home setup (--web|--web --first-visitor|--lang \w+|--set auth\.source=system)$/,
    /^jabber-home setup --home \S+$/,
  ],
  "sets up a machine: tests/end-to-end/setup-from-backup.test.ts, system-accounts.test.ts, wizard.test.ts and interop/moving/setup.test.ts do":
    [/^jabber-home setup --from \S+$/, /^jabber-home setup --no-input (--move-from|--domain|…) .*$/],
  "changes packages, users and services of the machine: tests/end-to-end/debian-package.test.ts and service-life.test.ts do so in a Debian of their own":
    [
      /^(sudo )?(apt|systemctl|adduser|launchctl) (?!.*&& sudo jabber-home)/,
      /^schtasks /,
      /^jabber-home restore \S+\/jabber-home-before-\S+ --replace$/,
      /^jabber-home service (install|install --dry-run|start|stop|restart|reload|file)$/,
      /^jabber-home service file openrc \| sudo tee /,
      /^jabber-home service file launchd \| sudo tee /,
      /^jabber-home service file windows \| Out-File /,
      "jabber-home doctor --fix",
      "sh installer/package/raspberry-pi/card.sh /Volumes/bootfs jabber-home_1.0.0_arm64.deb",
    ],
  "asks other servers, name servers, an authority or a phone: tests/end-to-end/outside.test.ts, federation-command.test.ts, dns-by-token.test.ts, renewal.test.ts and move-in-verb.test.ts have them":
    [
      /^jabber-home dns( --(outside|phone|write|json|outside --server montague\.example))?$/,
      /^jabber-home federation (\S+\.\w+|DOMAIN)$/,
      "jabber-home certificate renew",
      /^jabber-home move-in alice@elsewhere\.org( --dry-run)?$/,
    ],
  "takes a release: tests/end-to-end/update.test.ts and install-script.test.ts serve one": [
    /^jabber-home update( --yes| --back| --from URL(\|FOLDER)?)?$/,
    /^curl -O https:\/\/ADDRESS_OF_THE_RELEASE\//,
    "sh install.sh --from https://ADDRESS_OF_THE_RELEASE",
  ],
  "reads what another server has written: tests/interop/moving have those servers, and src/transfer their files": [
    /^jabber-home import (\/var\/lib\/ejabberd\/ejabberd\.backup|\/var\/spool\/jabber|\/var\/lib\/jabberd2\/sqlite\.db|prosody\.sql|snikket-\S+)( --dry-run)? --no-input$/,
    /^(sudo )?ejabberdctl /,
    /^sudo systemctl stop ejabberd && /,
    /^(mysqldump|sh backup\.sh)/,
    "cp -r prosody-data/. /var/lib/prosody/ && chown -R prosody: /var/lib/prosody",
    "install -o ejabberd server.dump /tmp/server.dump",
  ],
  "needs a terminal": [
    "age -d jabber.tar.zst.age | tar --zstd -tv",
    "jabber-home user passwd alice",
    "jabber-home status --watch",
  ],
  "is of containers, which the machine of the tests may not start": [
    /^docker /,
    /^jabber-home service file docker > Dockerfile && docker build /,
  ],
  "is for another machine": [/^(ssh|scp|git clone) /, "chmod +x jabber-home"],
  "takes minutes, or runs until it is stopped; the script is there": [/^npm (run |test|start)/],
  "names a verb, or how the program is called": [
    /^jabber-home (user (add|disable|reset)|room create|run|export)$/,
    "jabber-home VERSION",
    "jabber-home 1.2.3",
  ],
};
