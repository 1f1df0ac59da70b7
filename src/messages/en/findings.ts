/** What is wrong with a server, and what helps, in English. */
import { counted } from "./units.ts";

/** A sentence, and what to do about it. */
type Said = readonly [sentence: string, ...remedies: string[]];

export const findings = {
  "disk-full": (free: string, reserve: string): Said => [
    `The disk is nearly full: ${free} are free, ${reserve} are kept free. Nothing new is taken until there is room.`,
    "Make room on the disk; jabber-home files shows who has uploaded how much, and deletes what is old.",
  ],
  /** `isAttempted`: at night it was tried; else it will fail. */
  "backup-failed": (why: string, last: string | undefined, isAttempted: boolean): string =>
    `${isAttempted ? "The last backup could not be made" : "No backup can be made"}: ${why}. ${last === undefined ? "There is none yet." : `The latest one is of ${last}.`}`,
  "backup-same-disk": (folder: string): Said => [
    `The backups are on the same disk as everything else (${folder}): they do not help where that disk fails.`,
    "Connect another disk or a stick, and name a folder there: backup.folder in config.toml. Or copy one to another machine now and then.",
  ],
  "update-undone": (failed: string, day: string, why: string): Said => [
    `Version ${failed} did not work here on ${day}, and the one before runs again: ${why}.`,
    "Tell the project what it says, and install the next version: jabber-home update.",
  ],
  "disk-low": (free: string, reserve: string): Said => [
    `The disk fills up: ${free} are free. When only ${reserve} are, nothing new is taken.`,
    "Make room on the disk; jabber-home files shows who has uploaded how much, and deletes what is old.",
  ],
  "clock-wrong": (says: string): Said => [
    `The clock of this machine says ${says}, which cannot be: nothing is deleted for its age until it is set right.`,
    "Set it right: timedatectl set-ntp true",
  ],
  "clock-leapt": (said: string, says: string, until: string): Said => [
    `The clock of this machine says ${says}; the last time before that, it said ${said}. Until it is set right, or has gone on like this until ${until}, nothing is deleted for its age.`,
    "Where the server was off in between, there is nothing to do; otherwise set the clock right: timedatectl set-ntp true",
  ],
  "shadow-unreadable": (): Said => [
    "The server may not read /etc/shadow, where the passwords of this machine's accounts are: PAM takes each of them for wrong, and nobody signs in.",
    "As a service: sudo jabber-home service install, which puts it into the group shadow. Otherwise: sudo usermod -aG shadow USER, for the user that runs it; then start it again. Where the passwords are those of a directory, there is nothing to do.",
  ],
  "groups-unknown": (groups: string): Said => [
    `This machine does not have these groups, which auth.allow_groups or auth.deny_groups in config.toml names: ${groups}.`,
    "Look at their spelling; getent group shows those that there are.",
  ],
  "certificate-expired": (until: string): Said => [
    `The certificate has expired on ${until}: apps warn of it, or do not connect, and other servers refuse it.`,
    "Renew it: jabber-home certificate renew",
  ],
  "certificate-expires": (until: string, left: string): Said => [
    `The certificate expires on ${until}, in ${left}.`,
    "See why it was not renewed: jabber-home certificate",
  ],
  "certificate-by-hand": (until: string): Said => [
    `The certificate is renewed by hand, to be done again before ${until}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why: string): string => `The certificate could not be renewed. ${why}`,
  certificate: (what: string): string => `Apps and other servers find fault with the certificate. ${what}`,
  /** A listener that could not be had: why, and what that means. */
  "web-refused": {
    https: (why: string): Said => [`${why}: no pages and no files.`, "jabber-home setup chooses another port."],
    http: (why: string): Said => [`${why}: browsers are not sent on from http:// to https://.`],
    http_proxied: (why: string): Said => [`${why}: the web server in front of this one gets no answer.`],
  },
  "calls-refused": (why: string): Said => [
    `${why}: calls between apps that cannot reach each other directly may not connect.`,
    "Stop what uses the port, or choose another one or off in config.toml, and start the server again: docs/calls.md.",
  ],
  "calls-without-address": (): Said => [
    "This server does not know its public address: calls between apps that cannot reach each other directly do not connect.",
    "Write your router's address to turn.public_address in config.toml, or have the domain's A record lead to it. Calls within one house: turn.private_peers.",
  ],
  "port-not-reached": (port: number, who: string, age: string): Said => [
    `${who} did not get in at port ${port}, ${age} ago.`,
    "See what was seen, and what helps: jabber-home dns. To look once more: jabber-home dns --outside",
  ],
  "server-unreached": (domain: string, age: string, why: string, waiting: number): Said => [
    `${domain} has not been reached for ${age}: ${why}. ${waiting > 0 ? `${counted(waiting, "message or status waits", "messages and statuses wait")} for it.` : ""}`.trim(),
    `See which step fails, and what helps: jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count: number): Said => [
    `${counted(count, "more server has", "more servers have")} not been reached.`,
    "jabber-home federation",
  ],
};
