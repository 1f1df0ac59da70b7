/** What is printed of a home and its machine. */
import {
  anything,
  boolean,
  choice,
  integer,
  list,
  number,
  object,
  optional,
  part,
  text,
  time,
} from "../json/schema.ts";

export const SERVER_FACTS = part(
  "ServerFacts",
  object({
    state: choice(["running", "silent", "stopped"], '"silent": a process has the home, and does not answer.'),
    pid: optional(integer()),
    versions: optional(
      object(
        { running: text(), here: text() },
        "The server's version and that of the program that looks, where they differ.",
      ),
    ),
    damagedLock: optional(text("The file of the lock, where it is no lock.")),
    isRoot: optional(choice([true], "It runs as root, and not in a container.")),
  }),
);

export const CONFIG_PROBLEM = part(
  "ConfigProblem",
  object({
    key: text('"listen.client"; empty where the file as a whole cannot be read.'),
    value: optional(anything("As it was written; not there where something is missing.")),
    remedy: list(anything(), "What is expected, or what to write instead: a word, and what belongs to it."),
    line: optional(integer("In config.toml, from 1; not there for what came by `--set` or is missing.")),
  }),
);

export const CONFIG_FACTS = part(
  "ConfigFacts",
  object({
    path: text(),
    state: choice(["unreadable", "missing", "right", "wrong"], '"unreadable": what the system says of it is `why`.'),
    why: optional(text()),
    problems: list(CONFIG_PROBLEM),
    hints: list(CONFIG_PROBLEM, "What is right, and could be better."),
  }),
);

export const FOLDER_FACTS = part(
  "FolderFacts",
  object({
    state: choice(["missing", "no-folder", "there", "shut"], '"shut": this user may not look into it.'),
    path: text(),
    openMode: optional(text("Others than the owner and the group of a service may enter or change it.")),
    open: list(object({ path: text(), mode: text() }), "Files that others may read or change, and should not."),
    locked: list(object({ path: text(), mode: text() }), "What its owner may not read and write."),
    foreign: optional(
      object(
        { count: integer(), path: text(), owner: text(), wanted: text() },
        "What does not belong to the owner of the folder.",
      ),
    ),
    inTheWay: list(
      object({ path: text(), wanted: choice(["folder", "file", "socket"]) }),
      "A folder in place of a file, or the other way round.",
    ),
    broken: list(object({ path: text(), target: text() }), "Links to what is not there."),
    unfinishedImport: optional(
      object(
        { path: text(), bytes: integer() },
        "Messages that wait for an import to be begun again, untouched for some hours.",
      ),
    ),
    damagedSecret: optional(text("The file of the secret, where it has something else in it.")),
  }),
);

export const STORE_FACTS = part(
  "StoreFacts",
  object({
    path: text(),
    isMissing: optional(choice([true], "There is no database; and there has been one, by what lies beside it.")),
    wasThere: optional(choice([true])),
    bytes: integer(),
    logBytes: integer("Of the log that has not been moved into the file yet."),
    unused: optional(integer("That nothing is in any more.")),
    integrity: optional(
      choice(
        ["damaged", "whole", "index"],
        '"index": what is wrong is in indexes alone, which can be made anew. Not there where it was not looked at.',
      ),
    ),
    problems: optional(list(text(), "What SQLite says of it; the first of them.")),
    newer: optional(
      text(
        'The version of this program that wrote it, where it is a later one: "" where the database does not say which.',
      ),
    ),
    days: optional(
      list(
        object({ day: integer("Days since 1970, in UTC."), free: integer("Bytes."), database: integer() }),
        "Free space and size of the database, a day a row, the oldest first.",
      ),
    ),
  }),
);

export const CONTENT_FACTS = part(
  "ContentFacts",
  object({
    administrators: optional(integer("Not there where accounts are elsewhere.")),
    accounts: optional(integer()),
    files: optional(
      object(
        { looked: integer(), missing: integer(), example: optional(text()) },
        "Of the newest files that people have uploaded: how many were looked for, and those that are not on the disk.",
      ),
    ),
    push: optional(
      list(
        object({ service: text(), accounts: integer(), failures: integer() }),
        "Services by which apps are woken (XEP-0357) that have failed several times in a row, and for how many accounts.",
      ),
    ),
    ownerless: optional(
      object({ count: integer(), example: text() }, "Rooms whose owners are all accounts that are gone."),
    ),
  }),
);

export const VOLUME_FACTS = part(
  "VolumeFacts",
  object({
    fileSystem: optional(text('"ext4".')),
    isReadOnly: optional(choice([true], "Nothing can be written there.")),
    free: optional(integer("In bytes, for this user.")),
    files: optional(integer("How many files there can be.")),
    freeFiles: optional(integer("How many more files there can be.")),
    disk: optional(text('The whole disk: "mmcblk0", "sda".')),
    flash: optional(choice(["card", "emmc"], "A card that can be taken out, or flash memory that is soldered in.")),
    worn: optional(integer("Of eMMC: the part of its life that is used up, in percent.")),
    isNearEnd: optional(choice([true], "Of eMMC: hardly any spare blocks are left.")),
    errors: optional(integer("That the file system has noted about itself since it was made or last repaired.")),
    sync: optional(
      object(
        { usual: number(), longest: number() },
        "How long a few bytes take to be on the disk: in the middle of several tries, and at most; milliseconds.",
      ),
    ),
  }),
);

export const MEMORY_FACTS = part(
  "MemoryFacts",
  object({
    total: optional(integer()),
    available: optional(integer("What programs could have without swapping.")),
    swap: optional(integer()),
    freeSwap: optional(integer()),
    limit: optional(integer("The smallest limit of the groups (cgroups) that the process is in.")),
    used: optional(integer("What that group uses.")),
    killed: optional(integer("Processes of its group that were killed for lack of memory.")),
  }),
);

export const CLOCK_FACTS = part(
  "ClockFacts",
  object({
    isSynchronized: optional(
      boolean("Whether a time server (NTP) or the like sets it; not there where the system does not tell."),
    ),
    off: optional(
      object(
        { by: integer(), who: text() },
        "What somebody who was asked anyway said: how far the clock of this machine is ahead, in milliseconds; negative where it is behind.",
      ),
    ),
    future: optional(
      object(
        { path: text(), by: integer() },
        "A file of this program or home that was written later than now: its path, and how much later, in milliseconds.",
      ),
    ),
  }),
);

export const NAMED_RECORD = part("NamedRecord", object({ type: text(), name: text(), value: text() }));

export const NAMES_FACTS = part(
  "NamesFacts",
  object({
    records: integer("How many records were looked at."),
    right: integer("How many of them are right."),
    missing: list(NAMED_RECORD, "Without which others do not find this server."),
    recommended: list(NAMED_RECORD, "Without which it works, if less well."),
    wrong: list(NAMED_RECORD, "`value` is what was found."),
    strays: list(NAMED_RECORD, "That lead people astray, or are left over."),
    unanswered: list(text(), "Names for which DNS gave no answer."),
    isOffline: optional(choice([true], "This machine has no way to the Internet.")),
    renewal: optional(
      text(
        "The name of the record by which the authority would let the certificate be renewed (dns-persist-01), where it is not there.",
      ),
    ),
  }),
);

export const PORT_FACTS = part(
  "PortFacts",
  object({
    listener: text('The option\'s name: "client_tls".'),
    address: text("ADDRESS:PORT."),
    state: choice(
      ["free", "open", "silent", "taken", "denied", "impossible"],
      '"silent": the server says that it listens there, and nobody answers.',
    ),
    holder: optional(object({ name: text(), pid: integer(), home: optional(text()) }, "Who has it.")),
    code: optional(text("The system's code.")),
  }),
);

export const STORED_CERTIFICATE_FACTS = part(
  "StoredCertificateFacts",
  object({
    source: text('"self-signed", "acme", "files".'),
    unmatched: optional(text("The folder in which the key is another certificate's.")),
    isNoneIssued: optional(
      choice(
        [true],
        "The authority has issued none yet, although the server has run: it uses one that it signed itself.",
      ),
    ),
    challenge: optional(text("How the domain is proven at the next renewal.")),
  }),
);

export const SERVICE_FACTS = part(
  "ServiceFacts",
  object({
    state: choice(["none", "installed"], '"none": there could be one.'),
    isEnabled: optional(boolean("It is started with the machine.")),
    active: optional(text('Systemd\'s word: "active", "failed"; not there where systemd does not answer.')),
    result: optional(text('Why it ended: systemd\'s Result=, "exit-code" and the like.')),
    exitCode: optional(integer()),
    isOther: optional(choice([true], "The unit file is another than this version would write.")),
    missingProgram: optional(text("The program that it names does not exist.")),
    hidden: optional(
      list(
        object({ option: text(), path: text() }),
        "What config.toml names and the service may not see or change: the option and the path.",
      ),
    ),
  }),
);

export const HEALTH_FACTS = part(
  "HealthFacts",
  object({
    at: time("When it was looked at."),
    server: optional(SERVER_FACTS),
    config: optional(CONFIG_FACTS),
    folder: optional(FOLDER_FACTS),
    store: optional(STORE_FACTS),
    content: optional(CONTENT_FACTS),
    volume: optional(VOLUME_FACTS),
    memory: optional(MEMORY_FACTS),
    time: optional(CLOCK_FACTS),
    descriptors: optional(
      object(
        { limit: integer(), used: optional(integer()) },
        "File descriptors of the server: how many it may have, and has.",
      ),
    ),
    names: optional(NAMES_FACTS),
    ports: optional(list(PORT_FACTS)),
    certificateFiles: optional(STORED_CERTIFICATE_FACTS),
    backups: optional(
      object({
        isOff: optional(choice([true], "None is made at night.")),
        folder: optional(text()),
        written: optional(time("When the latest one was written.")),
        since: optional(time("Since when there could have been one, likewise.")),
      }),
    ),
    service: optional(SERVICE_FACTS),
    errors: optional(object({ count: integer(), event: text(), at: time("When the last one was.") })),
    newerVersion: optional(text("A newer version than this program's, where one is known (update.domain).")),
  }),
);
