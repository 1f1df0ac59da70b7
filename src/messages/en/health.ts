/** What is found of a home and its names, and what helps, in English. */
import { counted } from "./units.ts";

/** A sentence, and what to do about it. */
type Said = readonly [sentence: string, ...remedies: string[]];

export const health = {
  "server-stopped": (): Said => [
    "The server is not running.",
    "Start it: jabber-home run, or jabber-home service start",
  ],
  "server-silent": (pid: string): Said => [
    `Process ${pid} has this home, and does not answer: it is starting or ending, or it hangs.`,
    "Wait a minute and look again. If it stays like this, start it anew: jabber-home service restart, or end that process.",
  ],
  "server-version": (running: string, here: string): Said => [
    `The server that runs is version ${running}, the program here is ${here}.`,
    "Start it anew, so that the new version runs: jabber-home service restart",
  ],
  "version-old": (newest: string, here: string): Said => [
    `There is a newer version of jabber-home: ${newest}. This is ${here}.`,
    "See what would be done: jabber-home update --check. Then: jabber-home update",
  ],
  "lock-damaged": (path: string): Said => [
    `The lock of this home (${path}) is damaged: the server does not start. Nothing of value is in it.`,
    `Remove it: rm ${path}`,
  ],
  "server-root": (): Said => [
    "The server runs as root: who finds a mistake in it has the whole machine.",
    "Let it run as a service with a user of its own: jabber-home service install",
  ],
  "config-missing": (path: string): Said => [
    `Nothing has been set up here: ${path} is not there, or names no domain.`,
    "Set it up: jabber-home setup. Or name the folder of the server: --home DIR",
  ],
  "config-unreadable": (path: string, why: string): Said => [
    `${path} cannot be read: ${why}.`,
    "It has to be a file of the user that runs the server: ls -l shows whose it is.",
  ],
  "config-wrong": (problem: string): Said => [
    `The server does not start with this config.toml. ${problem}`,
    "Change it, and look again: jabber-home config check",
  ],
  "config-hint": (problem: string): Said => [`In config.toml, something can be better. ${problem}`],
  "home-missing": (path: string): Said => [
    `There is no folder ${path}.`,
    "Name the one of the server: --home DIR. If it is on another disk, mount that. A new server is made by jabber-home setup",
  ],
  "home-shut": (path: string): Said => [
    `This user may not look into ${path}, so most of it was not looked at.`,
    "Look as the administrator: sudo jabber-home doctor",
  ],
  "home-no-folder": (path: string): Said => [
    `${path} is a file, and the home has to be a folder.`,
    `Move it away: mv ${path} ${path}.old`,
  ],
  "home-open": (path: string, mode: string): Said => [
    `Others on this machine may enter ${path} (its mode is ${mode}): the messages of everybody are there.`,
    `Shut it: chmod 700 ${path}`,
  ],
  "file-open": (path: string, mode: string, more: number): Said => [
    `Others on this machine may read ${path} (its mode is ${mode})${more > 0 ? `, and ${counted(more, "other file", "other files")}` : ""}: messages or keys are in it.`,
    `Shut it: chmod 600 ${path}`,
  ],
  "file-locked": (path: string, mode: string): Said => [
    `The server may not read and write ${path} (its mode is ${mode}).`,
    `Give that right back: chmod 600 ${path}`,
  ],
  "file-foreign": (path: string, more: number, owner: string, wanted: string, home: string): Said => [
    `${path} belongs to ${owner}${more > 0 ? `, as ${counted(more, "other file", "other files")}` : ""}, and the home to ${wanted}: the server cannot use it.`,
    `Give it back: sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path: string): Said => [
      `${path} is no file, and the server needs one there.`,
      `Move it away: mv ${path} ${path}.old`,
    ],
    folder: (path: string): Said => [
      `${path} is no folder, and the server needs one there.`,
      `Move it away: mv ${path} ${path}.old`,
    ],
    socket: (path: string): Said => [
      `${path} is in the way of the socket by which this command asks the server.`,
      `Move it away: mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path: string, target: string): Said => [
    `${path} leads to ${target}, and nothing is there: is the disk not mounted?`,
    "Mount it, and start the server again.",
  ],
  "secret-damaged": (path: string): Said => [
    `${path} is damaged: the server will make a new one, and whoever is signed in to its pages has to sign in again.`,
    "Take it from a backup, if there is one: jabber-home restore",
  ],
  "import-unfinished": (path: string, size: string): Said => [
    `An import was begun and not finished: ${size} of messages wait in ${path}.`,
    "Begin it again with the same source, which goes on where it was: jabber-home import SOURCE",
    `If it is not wanted any more: rm ${path}`,
  ],
  "database-missing": (path: string, backups: boolean): Said => [
    `There is no database ${path}, although this home has been used: a server that starts now begins with nothing.`,
    backups
      ? "Take the last backup: jabber-home restore FILE"
      : "If it is on another disk, mount that before you start the server.",
  ],
  "database-damaged": (path: string, why: string): Said => [
    `The database ${path} is damaged: ${why}.`,
    "Stop the server, and take the last backup: jabber-home restore FILE",
    "Look at the disk as well: a card or disk that fails damages the next one, too. dmesg shows its errors.",
  ],
  "database-index": (path: string, why: string): Said => [
    `An index of the database ${path} is damaged, the messages are not: ${why}.`,
    "Stop the server, and have it made anew: jabber-home doctor --fix",
  ],
  "database-newer": (path: string, by: string): Said => [
    `The database ${path} was written by ${by === "" ? "a later version" : `version ${by}`} of jabber-home: this one does not start with it.`,
    "Take that version, or a later one: jabber-home update. The way back is the backup that was made before the update.",
  ],
  "log-large": (size: string): Said => [
    `The database's log has ${size} and is not being moved into the file: it takes room, and a start takes long.`,
    "While the server runs: start it anew. While it is stopped: jabber-home doctor --fix",
  ],
  "database-unused": (unused: string, size: string): Said => [
    `${unused} of the database's ${size} are empty: what was there has been deleted.`,
    "It will be used again; to have it back now, stop the server: jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder: string): Said => [
    `The key in ${folder} is not that of the certificate there: the server takes one that it signs itself, and apps warn of it.`,
    "Get a new one: jabber-home certificate renew",
  ],
  "certificate-none": (): Said => [
    "The authority has issued no certificate yet: the server uses one that it has signed itself, and apps warn of it.",
    "See why: jabber-home certificate. What an authority needs: jabber-home dns --outside",
  ],
  "renewal-port": (port: number, challenge: string): Said => [
    `The certificate cannot be renewed as it is set up (${challenge}): the authority does not get in at port ${port}.`,
    `Open that port, on this machine and on the router (jabber-home dns --outside looks), or prove the domain by DNS: jabber-home setup`,
  ],
  "renewal-record": (name: string): Said => [
    `The record by which the certificate is renewed is not in DNS: TXT ${name}.`,
    "See it, and enter it again: jabber-home certificate renew",
  ],
  "dns-missing": (records: string, count: number): Said => [
    `${counted(count, "record is", "records are")} missing in DNS, without which others do not find this server: ${records}.`,
    "See what to enter, and where: jabber-home dns",
  ],
  "dns-recommended": (records: string, count: number): Said => [
    `With ${counted(count, "more record", "more records")} in DNS it would work better: ${records}.`,
    "See what to enter, and where: jabber-home dns",
  ],
  "dns-wrong": (records: string, count: number): Said => [
    `${counted(count, "record leads", "records lead")} elsewhere in DNS: ${records}. Who follows them does not find this server.`,
    "See what to change, and where: jabber-home dns",
  ],
  "dns-stray": (records: string, count: number): Said => [
    `${counted(count, "record stands", "records stand")} in DNS that ${count === 1 ? "does" : "do"} not belong to this server: ${records}.`,
    "See what to remove, and why: jabber-home dns",
  ],
  "dns-silent": (names: string): Said => [
    `DNS does not answer for ${names}: others find this server no better, and it does not find them.`,
    "See whether the name servers of the domain work (your provider knows), and whether this machine has one to ask: cat /etc/resolv.conf",
  ],
  "no-internet": (): Said => [
    "This machine has no way to the Internet: what depends on it was not looked at.",
    "Look at the cable, the Wi-Fi and the router. People in the same house talk without it.",
  ],
  "port-taken": (address: string, listener: string, holder: string): Said => [
    `${address} (listen.${listener}) is taken by ${holder}: the server cannot have it.`,
    "Stop that program, or choose another port in config.toml.",
  ],
  "port-taken-by-own": (address: string, listener: string, home: string): Said => [
    `${address} (listen.${listener}) is taken by another jabber-home, which serves ${home}.`,
    "Stop that one, or choose another port in config.toml: two servers cannot share one.",
  ],
  anotherProgram: "another program",
  program: (name: string, pid: number): string => `${name} (process ${pid})`,
  "port-denied": (address: string, listener: string): Said => [
    `This user may not listen at ${address} (listen.${listener}): ports below 1024 are the administrator's.`,
    "As a service, it may: sudo jabber-home service install. Or choose a higher port in config.toml.",
  ],
  "port-impossible": (address: string, listener: string, code: string): Said => [
    `The server cannot listen at ${address} (listen.${listener}): ${code}. Does this machine have that address?`,
    "Write an address of this machine, or [::] for all of them, into config.toml.",
  ],
  "port-silent": (address: string, listener: string): Said => [
    `The server listens at ${address} (${listener}), and nobody gets in there, not even from this machine.`,
    "A firewall of this machine may be in the way: nft list ruleset, ufw status. Or the server hangs: jabber-home service restart",
  ],
  "administrator-missing": (): Said => [
    "No account is an administrator's: nobody is told when something goes wrong, and nobody can use /admin.",
    "Make one: jabber-home user add JID --admin",
  ],
  "uploads-missing": (missing: number, looked: number, example: string): Said => [
    `Of the ${looked} newest files that people have sent, ${missing} are not on the disk (${example}): who opens them sees an error.`,
    "Was the folder files deleted, or is its disk not mounted? Take them from a backup, or tell people that they are gone.",
  ],
  "push-failing": (service: string, accounts: number, failures: number): Said => [
    `${service}, which wakes the phones of ${counted(accounts, "account", "accounts")}, has failed ${failures} times in a row: messages arrive when the app is opened.`,
    "Can it be reached? jabber-home federation shows it. It is tried again by itself.",
  ],
  "rooms-ownerless": (count: number, example: string): Said => [
    `${counted(count, "group chat has", "group chats have")} no owner any more, such as ${example}: nobody can change or close it.`,
    "Give it one: jabber-home room affiliation ROOM JID owner",
  ],
  "backup-off": (): Said => [
    "No backups are made: what the disk loses is lost.",
    "Have one made each night: backup.folder in config.toml. Now and then by hand: jabber-home backup --to FILE",
  ],
  "backup-none": (folder: string): Said => [
    `There is no backup in ${folder} yet.`,
    "Make one: jabber-home backup --to FILE. The next one by itself is made in the night, where the server runs then.",
  ],
  "backup-old": (folder: string, last: string): Said => [
    `The latest backup in ${folder} is of ${last}.`,
    "Does the server run at night? Then see why there is none: jabber-home logs. Now: jabber-home backup --to FILE",
  ],
  "service-none": (): Said => [
    "The server of this home is no service: after a restart of the machine somebody has to start it.",
    "Make it one: sudo jabber-home service install",
  ],
  "service-disabled": (): Said => [
    "The service is not started with the machine: after a power cut the server stays off.",
    "Have it started: sudo systemctl enable jabber-home",
  ],
  "service-stopped": (): Said => [
    "The service does not run: nobody can connect.",
    "Start it: sudo jabber-home service start. If it ends again: jabber-home logs",
  ],
  "service-failed": (why: string): Said => [
    `The service has ended by itself (${why}): nobody can connect.`,
    "See why: jabber-home logs. When that is mended: sudo jabber-home service start",
  ],
  "service-other": (): Said => [
    "The unit of the service is not what this version would write: rights that it needs may be missing, or protection.",
    "Write it anew: sudo jabber-home service install. See it before: jabber-home service install --dry-run",
  ],
  "service-program": (path: string): Said => [
    `The service is to run ${path}, and there is no such program: it does not start.`,
    "Install it again: sudo jabber-home service install",
  ],
  "service-hidden": (option: string, path: string): Said => [
    `The service may not use ${path} (${option}): its unit shuts it off from that folder.`,
    "For a folder of backups: sudo jabber-home service install, which lets it. For a file that it only reads: a copy outside of /home and /root.",
  ],
  "log-errors": (count: number, event: string, at: string): Said => [
    `The server has logged ${counted(count, "error", "errors")} within a day, the last one on ${at}: ${event}.`,
    "Read them: jabber-home logs",
  ],
};
