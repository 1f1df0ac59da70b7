/** What the verbs of certificates say, in English. */

export const certificate = {
  for: "for",
  issuer: "issued by",
  own: "itself",
  until: "until",
  next: "next renewal",
  byHand: "by hand again",
  byHandWhen: (from: string, until: string) => `from ${from}, before ${until}: jabber-home certificate renew`,
  problem: "last problem",
  setRecords: "Set these records where you bought the domain:",
  question: "Done?",
  answers: { look: "Look whether they are there", ask: "Go on, whatever you see", cancel: "Not now" },
  mistakes: {
    "domain-twice": (record: string, only: string) =>
      `${record} has got the domain twice: your provider adds it. Enter only ${only} as its name.`,
    quoted: (record: string) => `${record} has quotes in its value: enter it without them.`,
    split: (record: string) => `${record} is in two strings: enter its value in one piece, in quotes.`,
  },
  seen: { missing: "not there yet", wrong: "there, with another value", right: "there" },
};
