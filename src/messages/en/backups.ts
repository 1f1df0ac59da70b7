/** `backup` and `restore`, in English. */
import { counted, longMoment, sizeText } from "./units.ts";

export interface SaidCounts {
  readonly accounts: number;
  readonly messages: number;
  readonly rooms: number;
  readonly files: number;
}

export interface SaidContent {
  readonly domains: readonly string[];
  readonly created: number;
  readonly host: string;
  readonly version: string;
  readonly counts: SaidCounts;
  /** Unpacked. */
  readonly bytes: number;
  /** Made before an update: the version that was to be installed. */
  readonly beforeUpdate?: string | undefined;
}

export const backups = {
  made: (path: string, bytes: number): string => `the backup is ${path} (${sizeText(bytes)}), read again and compared`,
  secret: "Whoever has it has everything, keys and messages: keep it where nobody else reads it.",
  counts: ({ accounts, messages, rooms, files }: SaidCounts): string =>
    [
      counted(accounts, "account", "accounts"),
      counted(messages, "archived message", "archived messages"),
      counted(rooms, "room", "rooms"),
      counted(files, "uploaded file", "uploaded files"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }: SaidContent): string =>
    [
      `a backup of ${domains.join(", ")}`,
      `  made ${longMoment(created)} on ${host}, by jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  before the update to version ${beforeUpdate}`]),
      `  ${sizeText(bytes)} unpacked`,
    ].join("\n"),
  askPassphrase: "The passphrase of the backup",
  oneKey: (): readonly [string, string] => [
    "a backup is encrypted for a passphrase or for a key",
    "name one of --passphrase-file and --identity",
  ],
  oneRecipient: (): readonly [string, string] => [
    "a backup is encrypted for a passphrase or for a key",
    "name one of --passphrase-file and --recipient",
  ],
  notBoth: (): readonly [string, string] => [
    "a backup before an update lies in the home, as it is there",
    "leave out --to, --passphrase-file and --recipient",
  ],
  noVersion: (given: string): readonly [string, string] => [
    `${given} is no version`,
    "write it as the release does: --before-update 1.2.3",
  ],
  noIdentity: (path: string): readonly [string, string] => [
    `${path} is no file of age-keygen`,
    "a line of it begins with AGE-SECRET-KEY-1; where the file itself is encrypted, open it first: age -d",
  ],
  noRecipient: (given: string): readonly [string, string] => [
    `${given} is no public key of age`,
    "write what age-keygen has printed: age1 and 58 letters",
  ],
  question: (home: string): string => `Put it in place in ${home}?`,
  questionAside: (home: string): string => `Put it in place of what is in ${home}? That is kept, in a folder there.`,
  notAsked: (): readonly [string, string] => ["missing: --no-input", "without a terminal nobody can be asked"],
  notDone: "nothing was changed",
  noSuchAccount: (account: string): readonly [string, string] => [
    `the backup has no account ${account}`,
    "an earlier or a later one may have it",
  ],
  questionAccount: (account: string, isHere: boolean): string =>
    isHere
      ? `Bring back what ${account} lacks of it? What is there now stays.`
      : `Make the account ${account} again, as it is in the backup?`,
  accountBack: (account: string, wasHere: boolean): string =>
    wasHere ? `What has come back to ${account}; what was there stayed:` : `${account} is there again, and has:`,
  accountTrial: (account: string, wasHere: boolean): string =>
    wasHere
      ? `What would come back to ${account}; nothing has been changed:`
      : `${account} would be there again; nothing has been changed. It would have:`,
  askContacts:
    "The password is that of the backup. Contacts who were told that the account is gone see it again once they have accepted it again.",
  wouldRestore: (home: string, isThere: boolean): string =>
    isThere
      ? `The backup is whole. It would be put in place in ${home}, and what is there be kept in a folder; nothing has been changed.`
      : `The backup is whole. It would be put in place in ${home}; nothing has been changed.`,
  restored: (home: string): string => `the backup is in place: ${home}`,
  former: (path: string): string => `What was there before is in ${path}; remove it once all is well.`,
  notSent: (count: number): string =>
    `${counted(count, "stanza", "stanzas")} waited for other servers and will not be sent, since that may have happened after the backup; --send-waiting sends them.`,
  notSentForSetup: (count: number): string =>
    `${counted(count, "stanza", "stanzas")} waited for other servers and will not be sent, since that may have happened after the backup.`,
  signIn: "Apps sign in anew by themselves with their passwords, browsers ask for them.",
  next: (command: string): string => `Start it: ${command}`,
  exists: (path: string): readonly [string, string] => [
    `${path} is there already`,
    "choose another name: no backup is written over",
  ],
  running: (home: string): readonly [string, string] => [
    `a server is running on ${home}`,
    "stop it first: jabber-home service stop",
  ],
  newerHome: (changed: number, created: number): readonly [string, string] => [
    `the home was changed ${longMoment(changed)}, and the backup is older: ${longMoment(created)}`,
    "restore with --replace takes the older one, and keeps the home as it is now in a folder",
  ],
  somethingElse: (path: string): readonly [string, string] => [
    `${path} is not empty, and no home of a server`,
    "name an empty folder, or one that does not exist: --home DIR",
  ],
  problems: {
    "not-a-backup": (): readonly [string, string] => [
      "this is no backup of jabber-home",
      "name a file that jabber-home backup has written",
    ],
    cut: (): readonly [string, string] => [
      "the file ends too early: it was not written or copied to its end",
      "copy it again, or take another backup",
    ],
    damaged: (path: string): readonly [string, string] => [
      path === "" ? "the file is damaged" : `the file is damaged: ${path} is not as it was when the backup was made`,
      "copy it again, or take another backup",
    ],
    hostile: (path: string): readonly [string, string] => [
      path === ""
        ? "there is something in it that no backup has"
        : `there is something in it that no backup has: ${path}`,
      "somebody has changed the file: take another backup",
    ],
    newer: (version: string): readonly [string, string] => [
      `the backup was made by jabber-home ${version}, which is newer than this program`,
      `install version ${version} or a later one, and try again`,
    ],
    "no-room": (path: string, needed: number, free: number): readonly [string, string] => [
      `${sizeText(needed)} are needed in ${path} and ${sizeText(free)} are free`,
      "make room there, or choose another disk",
    ],
    "database-damaged": (why: string): readonly [string, string] => [
      `the database is damaged (${why})`,
      "take another backup",
    ],
    changed: (path: string): readonly [string, string] => [`${path} changed while it was read`, "try again"],
    encrypted: (by: "passphrase" | "identity"): readonly [string, string] =>
      by === "passphrase"
        ? [
            "the backup is encrypted for a passphrase",
            "name a file that has it: --passphrase-file FILE, or - for standard input",
          ]
        : [
            "the backup is encrypted for a key of age",
            "name the file of age-keygen that has its secret half: --identity FILE",
          ],
    passphrase: (): readonly [string, string] => ["this is not the passphrase of the backup", "try again"],
    identity: (): readonly [string, string] => [
      "the backup is encrypted for another key than those in the file",
      "name the file whose public key is backup.recipient of that server: --identity FILE",
    ],
    "no-folder": (path: string): readonly [string, string] => [
      `there is no folder ${path}`,
      "is the disk or stick connected? Else make the folder, or name another one: backup.folder in config.toml",
    ],
    "not-writable": {
      service: (path: string): readonly [string, string] => [
        `the service may not write into ${path}`,
        "let it, and start it again: sudo jabber-home service install; else the disk itself is read-only",
      ],
      readOnly: (path: string): readonly [string, string] => [
        `the disk of ${path} is read-only`,
        "is the stick write-protected? Else mount it so that it can be written to",
      ],
      denied: (path: string, user: string): readonly [string, string] => [
        `${user} may not write into ${path}`,
        `permit it: sudo chown ${user}: ${path}; a stick with FAT has to be mounted with uid=${user}`,
      ],
    },
    other: (why: string): readonly [string, string] => [why, "see what was logged: jabber-home logs"],
    runs: (): readonly [string, string] => ["another backup is being made", "wait until it is done"],
  },
};
