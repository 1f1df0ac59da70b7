/** What the verbs of accounts say, in English. */

export const users = {
  ready: (jid: string) => `${jid} is ready`,
  allReady: (count: number) => `${count} accounts are ready`,
  changed: (jid: string) => `${jid} has another password`,
  disabled: (jid: string) => `${jid} cannot sign in any more; its data stay (again: jabber-home user enable ${jid})`,
  enabled: (jid: string) => `${jid} can sign in again`,
  removed: (jid: string) => `${jid} is gone`,
  removeIt: (jid: string) => `Remove ${jid} with its history, contacts and files?`,
  irrevocable: "the history and the contacts of the account go too",
  notRemoved: "nothing was removed",
  exported: {
    done: (file: string, size: string) =>
      `everything of the account is in ${file} (${size}): contacts, messages, and all that its apps keep here`,
    secret: "it can be used to guess the password: keep it where nobody else reads it",
    isThere: (file: string): readonly [string, string] => [
      `${file} is there already`,
      "choose another name: --to FILE",
    ],
    cut: (): readonly [string, string] => ["the server has stopped in the middle, or removed the account", "try again"],
  },
  since: (date: string) => `since ${date}`,
  administrator: "administrator",
  off: "disabled",
  here: "here now",
  seen: (date: string) => `seen on ${date}`,
  never: "never signed in",
  nobody: "nobody yet: jabber-home user add JID",
  password: (jid: string) => `Password for ${jid}`,
  again: "Once more",
  needed: "A password, please.",
  shortPassword: (length: number) => `At least ${length} characters.`,
  badPassword: "Letters, digits, signs and spaces: no tab, and nothing that cannot be seen.",
  input: {
    standard: "standard input",
    empty: (file: string) => [`${file} is empty`, "write the password into it, on one line"],
    emptyList: (file: string) => [`${file} is empty`, "write an address, a tab and a password on each line"],
    lines: (file: string) => [`${file} has more than one line`, "leave only the password in it"],
    long: (file: string, bytes: number) => [`${file} is longer than ${bytes} bytes`],
    badLines: (file: string, lines: string) => [
      `${file}: not "JID, tab, password" in line ${lines}`,
      "write an address, a tab and a password on each line",
    ],
    otherEncoding: (file: string, line: number) => [
      `${file}: line ${line} is not written in UTF-8, so that the password would be another one than you mean`,
      "save the file again, with the encoding UTF-8",
    ],
    missing: ["missing: --password-file", "give the password in a file, or - for standard input"],
  },
  cancelled: "cancelled: nothing was changed",
  different: "the two passwords are not the same: nothing was changed",
};
