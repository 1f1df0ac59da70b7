/** DNS records, in the wizard and in `jabber-home dns`, in English. */

export const dns = {
  looking: (domain: string) => `asking the name servers of ${domain}`,
  slow: "Name servers are slow to answer; Ctrl-C stops, and nothing is lost.",
  heading: (domain: string) => `1 of 5   DNS of ${domain}`,
  seen: {
    right: "right",
    leadsTo: (target: string) => `leads to ${target}`,
    unanswered: "nobody answers",
    missing: "not there",
    missingOptional: "not there (optional)",
  },
  isNew: "(new)",
  unneeded: (domain: string) => `${domain} needs no records: it is for here alone`,
  complete: "Everything is there. Nothing to add.",
  add: "Add these where you bought the domain (one line a record, ready to paste):",
  whatFor: "What they are for",
  meaning: [
    "_xmpp-client and _xmpps-client let your apps find this machine.",
    "_xmpp-server and _xmpps-server let other servers deliver to you.",
    "rooms is where the chat rooms of your server are.",
  ],
  formHeading: (zone: string) => `The fields of a form, for ${zone} (@ is the domain itself):`,
  columns: ["Type", "Service", "Protocol", "Name", "Priority", "Weight", "Port", "Target"],
  saved: (path: string) => `Saved as ${path}`,
  question: "Done?",
  choices: {
    again: "Look again",
    form: "Show it as the fields of a form",
    save: "Save it as a zone file",
    on: "Go on, I will do it later",
  },
};
