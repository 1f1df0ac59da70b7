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
  seen: { missing: "not there yet", wrong: "there, with another value", right: "there" },
};
