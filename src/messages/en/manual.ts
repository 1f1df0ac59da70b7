/** The manual pages, in English: what --help does not say. */

export const manual = {
  sections: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    verbs: "VERBS",
    flags: "FLAGS",
    options: "OPTIONS",
    exits: "EXIT STATUS",
    environment: "ENVIRONMENT",
    files: "FILES",
    examples: "EXAMPLES",
    see: "SEE ALSO",
  },
  title: "your own messaging server",
  verbsOf: (members: readonly string[]) => `the verbs ${members.join(", ")}`,
  configTitle: "what can be configured",
  verb: "VERB",
  description: [
    "It is a server of the Jabber network (XMPP) for a family, a club or a firm: messages, group chats, files and calls, with everybody in the world who has such an address.",
    "Without a verb it asks a few questions and sets the server up; where one is set up, it tells how that is. Each verb has --help, and a manual page with those of the same first word.",
  ],
  config: [
    "The file config.toml in the server's home (jabber-home paths tells where) is read when the server starts, and again on SIGHUP. Each option has a default: the file may be empty but for the domains. Its language is TOML.",
    "jabber-home config check tells what is wrong with the file. A running server takes the options that are marked “live” when it reads the file again (jabber-home service reload), the others with its next start. Behind setup and run, --set KEY=VALUE goes before what the file says.",
  ],
  top: "The top of the file",
  /** What stands behind the key of an option. */
  facts: (kind: string, value: string, isLive: boolean) => `${kind}; by default ${value}${isLive ? "; live" : ""}`,
  formerly: (key: string) => `Formerly ${key}.`,
  /** Comments in config.toml; `live` is the word that its head explains. */
  file: {
    head: [
      "The configuration of jabber-home. A line that begins with # is a comment: remove the # to set another value.",
      '"jabber-home config check" tells what is wrong with it, and which changes need a restart: a running server reads it again on',
      "SIGHUP (jabber-home service reload), and takes the options marked Live at once, the others with its next start.",
    ],
    choices: (choices: string) => `One of ${choices}.`,
    bounds: (min: number, max: number) => `From ${min} to ${max}.`,
    byDefault: (value: string) => `Default: ${value}.`,
    live: "Live.",
  },
  exits: {
    ok: "It is done.",
    failed: "It could not be done; the reason is said.",
    usage: "What was typed is wrong or incomplete.",
    damaged: "The database is damaged.",
    unavailable: "The server does not run.",
    cannotCreate: "A file or folder cannot be written.",
    tryAgain: "Somebody else holds what is needed.",
    notPermitted: "This user may not do that.",
    configuration: "config.toml is wrong or missing.",
  },
  environment: {
    JABBER_HOME: "The home, where --home does not say it.",
    STATE_DIRECTORY: "The same, as systemd says it.",
    "LC_ALL, LC_MESSAGES, LANG": "The language, where neither --lang nor config.toml says it.",
    NO_COLOR: "Whatever it holds: no colours.",
  },
  files: {
    "config.toml": "What is configured: jabber-home-config(5).",
    "data.sqlite": "The database: accounts, messages, rooms.",
    files: "What people have sent each other.",
    certificate: "The certificate and its private key.",
    secret: "With what is told apart what this server has given out.",
    backups: "The backups of each night, unless backup.folder says otherwise.",
    "control.sock": "By which the verbs reach the running server.",
  },
  noPage: (topic: string, topics: readonly string[]): readonly [string, string] => [
    `there is no manual page for "${topic}"`,
    `choose one of: ${topics.join(", ")}`,
  ],
  written: (count: number, folder: string) => `${count} manual pages are in ${folder}`,
};
