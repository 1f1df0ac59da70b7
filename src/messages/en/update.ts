/** `update`, in English. */
import { longDate, longMoment, sizeText } from "./units.ts";

type Said = readonly [sentence: string, remedy?: string | undefined];

export const update = {
  works: (version: string): string =>
    `version ${version} works with this home: on a copy of the database somebody has signed in, and a message has arrived`,
  newest: (version: string): string => `this is version ${version}, and there is no newer one`,
  available: (version: string, current: string, released: number): string =>
    `version ${version} of ${longDate(released)} is there; this is ${current}`,
  announced: (version: string, current: string, domain: string): string =>
    `DNS (${domain}) tells of version ${version}; this is ${current}`,
  how: (command: string): string => `It is installed by: ${command}`,
  question: (version: string): string =>
    `Install version ${version}? The server restarts, and apps come back by themselves.`,
  notAsked: "without a terminal nobody can be asked",
  notDone: "nothing was changed",
  downloading: (file: string, bytes: number): string => `downloads ${file} (${sizeText(bytes)})`,
  trying: (version: string): string => `tries version ${version} on a copy of the database`,
  backing: "makes a backup",
  restarting: "restarts the server",
  backedUp: (file: string): string => `The backup of before is ${file}.`,
  done: (version: string): string => `version ${version} runs: somebody has signed in, and a message has arrived`,
  atNextStart: (version: string, command: string): string =>
    `version ${version} is installed; it proves itself when the server is started: ${command}`,
  undone: (to: string, from: string, why: string): Said => [
    `version ${to} did not work here, so version ${from} runs again, with everything: ${why}`,
    "tell the project what it says, and wait for the next version",
  ],
  refused: (version: string, output: string): Said => [
    `version ${version} does not work with this home, and nothing was changed:\n${output}`,
    "see what it says; the server runs on as it is",
  ],
  silent: (minutes: number): Said => [
    `the server has not told within ${minutes} minutes whether the new version works`,
    "see what it has logged: jabber-home logs",
  ],
  hangs: (minutes: number): string => `it did not come to an end within ${minutes} minutes`,
  back: (version: string): string => `version ${version} runs again`,
  backAtNextStart: (version: string, command: string): string =>
    `version ${version} is in its place again; start it: ${command}`,
  keptNow: (file: string): string => `Everything as it was here when that backup began is in ${file}.`,
  questionBack: (version: string): string =>
    `Go back to version ${version}? Nothing is lost. The server restarts, and apps come back by themselves.`,
  questionLosing: (version: string, made: number): string =>
    `Go back to version ${version}, and to the backup of ${longMoment(made)}? What has come since (messages, accounts, contacts, changes) is missing then.`,
  losing: (made: number): string => `what has come since the backup of ${longMoment(made)} is lost here`,
  unreadable: (version: string, output: string): string =>
    `version ${version} cannot work with the database as it is now:\n${output}`,
  noFormer: (file: string): Said => [
    `there is no version of before here: ${file}`,
    "put an older one in its place by hand: docs/updating.md",
  ],
  noBackupOfBefore: (version: string, output: string): Said => [
    `version ${version} cannot work with the database as it is now, and there is no backup of before the update:\n${output}`,
    "take back an older backup by hand: docs/updating.md",
  ],
  backByPackage: (file: string): Said => [
    `${file} belongs to a package of this system`,
    "install the package of before, and take back its backup: docs/updating.md",
  ],
  running: "another update is under way",
  notCompiled: (): Said => ["this is no executable: it runs from source", "update the source itself: git pull"],
  otherExecutable: (file: string): Said => [
    `the server runs ${file}, and this is another one`,
    `call that one: ${file} update`,
  ],
  byPackage: {
    dpkg: (file: string): Said => [
      `${file} belongs to a package of this system`,
      "update the system: sudo apt update && sudo apt upgrade",
    ],
    rpm: (file: string): Said => [
      `${file} belongs to a package of this system`,
      "update the package: sudo dnf upgrade jabber-home",
    ],
    apk: (file: string): Said => [
      `${file} belongs to a package of this system`,
      "update the package: apk upgrade jabber-home",
    ],
    container: (): Said => [
      "this runs in a container, which is replaced as a whole",
      "pull the new image and make the container anew: docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file: string, command: string): Said => [`this user may not replace ${file}`, command],
  noPlace: (): Said => [
    "nobody has said where new versions are: the project has no address of its own for them yet",
    "name one: --from https://… or --from FOLDER; or update.url in config.toml",
  ],
  problems: {
    "no-keys": (): Said => [
      "this program was built without a key for releases, so that it can believe none",
      "take a program of a release, or replace this one by hand",
    ],
    "not-signed": (): Said => [
      "the release is not signed by the keys that this program knows",
      "do not install it; if the keys have changed since this version, get the new one from where you got this one",
    ],
    malformed: (why: string): Said => [`the release is signed, but its manifest is wrong: ${why}`, "tell the project"],
    format: (): Said => [
      "the release is described in a way that this version does not know yet",
      "install a version between the two first",
    ],
    expired: (expires: number): Said => [
      `what is there was true until ${longMoment(expires)}: newer versions may be held back`,
      "look whether the clock of this machine is right; else try again later, or look at the project's page",
    ],
    future: (released: number, now: number): Said => [
      `the release is of ${longMoment(released)}, and here it is ${longMoment(now)}`,
      "set the clock of this machine",
    ],
    downgrade: (version: string, current: string): Said => [
      `what is there is version ${version}, which is older than this one, ${current}`,
      "an older version is never installed by itself",
    ],
    "no-target": (target: string, version: string): Said => [
      `version ${version} was not made for ${target}`,
      "wait until it is, or build it: npm run build",
    ],
    "no-place": (given: string): Said => [
      `there is no release at ${given}`,
      "name a folder, or an address that begins with https://",
    ],
    unreachable: (where: string, why: string): Said => [
      `${where}: ${why}`,
      "is this machine on the Internet? Try again later",
    ],
    answer: (where: string, status: number): Said => [
      `${where} answers with status ${status}`,
      "look whether the address is right, or try again later",
    ],
    cut: (file: string, bytes: number, of: number): Said => [
      `the connection was lost: ${sizeText(bytes)} of ${sizeText(of)} of ${file} have come`,
      "call it again: it goes on from there",
    ],
    "no-room": (path: string, needed: number, free: number): Said => [
      `${sizeText(needed)} are needed in ${path} and ${sizeText(free)} are free`,
      "make room there, and call it again",
    ],
    "wrong-bytes": (file: string): Said => [
      `${file} is not what was signed, and was not taken`,
      "try again; if it is the same, the server or the network changes files: tell the project",
    ],
  },
};
