/** What the verbs of accounts say, in English. */

export const users = {
  ready: (jid: string) => `${jid} is ready`,
  allReady: (count: number) => `${count} accounts are ready`,
  changed: (jid: string) => `${jid} has another password`,
  removed: (jid: string) => `${jid} is gone`,
  removeIt: (jid: string) => `Remove ${jid} with its history, contacts and files?`,
  irrevocable: "the history and the contacts of the account go too",
  notRemoved: "nothing was removed",
  since: (date: string) => `since ${date}`,
  administrator: "administrator",
  nobody: "nobody yet: jabber-home user add JID",
  password: (jid: string) => `Password for ${jid}`,
  again: "Once more",
  needed: "A password, please.",
  cancelled: "cancelled: nothing was changed",
  different: "the two passwords are not the same: nothing was changed",
};
