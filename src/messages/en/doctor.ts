/** What `jabber-home doctor` says of what it has seen, in English. */
import { counted } from "./units.ts";

export const doctor = {
  title: (home: string): string => `jabber-home doctor: ${home}`,
  looking: "looking at everything; the database takes longest …",
  /** At most six characters. */
  signs: { fine: "ok", notice: "note", warning: "warn", bad: "bad", unseen: "-" },
  /** At most thirteen characters. */
  subjects: {
    server: "server",
    service: "service",
    configuration: "configuration",
    home: "home",
    store: "database",
    disk: "disk",
    memory: "memory",
    clock: "clock",
    certificate: "certificate",
    names: "DNS",
    ports: "ports",
    servers: "other servers",
    people: "people",
    phones: "phones",
    backups: "backups",
    log: "log",
  },
  /** What was seen of a subject. */
  seen: {
    running: (version: string, age: string): string => `version ${version} has been running for ${age}`,
    stopped: "not running",
    silent: "does not answer",
    enabled: "starts with the machine",
    installed: "installed",
    right: (domains: string): string => `right, for ${domains}`,
    folder: "the server's own, shut to others",
    database: (size: string): string => `${size}, whole`,
    databaseSize: (size: string): string => size,
    none: "none yet",
    free: (size: string): string => `${size} free`,
    of: (type: string): string => `${type}`,
    onDisk: (type: string, disk: string): string => `${type} on ${disk}`,
    sync: (milliseconds: number): string => `writes in ${milliseconds} ms`,
    memory: (available: string, total: string): string => `${available} of ${total} free`,
    clockSet: "set by a time server",
    clockSame: (who: string): string => `the same as that of ${who}`,
    certificate: (until: string): string => `until ${until}`,
    records: (right: number, records: number): string =>
      `${right} of ${counted(records, "record is", "records are")} right`,
    noNames: "none needed in this network",
    ports: (count: number): string => counted(count, "port answers", "ports answer"),
    freePorts: (count: number): string => counted(count, "port is free", "ports are free"),
    servers: (count: number): string => `${counted(count, "server", "servers")} connected`,
    people: (accounts: number, administrators: number): string =>
      `${counted(accounts, "account", "accounts")}, ${counted(administrators, "administrator", "administrators")}`,
    phones: "the services that wake them answer",
    backup: (day: string): string => `the latest of ${day}`,
    noErrors: "no errors within a day",
  },
  /** Where a subject could not be looked at. */
  unseen: "not seen",
  unseenStopped: "seen while the server runs",
  page: (kind: string): string => `docs/troubleshooting.md#${kind}`,
  below: "see below",
  mendable: "doctor --fix mends this.",
  /** Behind the counts. */
  canMend: (count: number, command: string): string =>
    `${count === 1 ? "One of them" : `${count} of them`} can be mended at once: ${command}`,
  fine: "All is well.",
  /** "2 bad, 1 warning, 3 notices." */
  counts: (bad: number, warnings: number, notices: number): string =>
    `${[
      ...(bad > 0 ? [`${bad} bad`] : []),
      ...(warnings > 0 ? [counted(warnings, "warning", "warnings")] : []),
      ...(notices > 0 ? [counted(notices, "notice", "notices")] : []),
    ].join(", ")}.`,
  /** Of what `--fix` would do: asked, and said where nobody can be asked. `about` is a path or a name. */
  acts: {
    shutFolder: (about: string): string => `Shut ${about} to others?`,
    shutFile: (about: string): string => `Let its owner alone read and write ${about}?`,
    giveBack: (about: string): string => `Give everything in ${about} to the owner of that folder?`,
    moveAway: (about: string): string => `Move ${about} away, to ${about}.old?`,
    remove: (about: string): string => `Remove ${about}?`,
    remakeIndexes: (about: string): string => `Make the indexes of ${about} anew?`,
    compact: (about: string): string => `Write ${about} anew, without what is empty?`,
    emptyLog: (about: string): string => `Move the log of ${about} into the file?`,
    setClock: (_about: string): string => "Have the clock of this machine set by a time server?",
    enable: (about: string): string => `Have the service ${about} started with the machine?`,
    start: (about: string): string => `Start the service ${about}?`,
    restart: (about: string): string => `Start the service ${about} anew?`,
    installService: (about: string): string => `Install the service for ${about} again?`,
  },
  done: "done",
  notDone: (why: string): string => `not done: ${why}`,
  left: "left as it is",
  nothingToFix: "There is nothing that jabber-home doctor --fix could mend.",
  again: "Looking again …",
};
