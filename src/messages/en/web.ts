/** What the web pages say, in English. */

type Sentences = readonly [title: string, sentence: string];

export const web = {
  language: "Language",
  skip: "To the content",
  toStart: "To the first page",
  toAccount: "My account",
  door: {
    title: (name: string) => `Messages for ${name}`,
    lead: "Here a family, friends or a club have a messaging server of their own.",
    addresses: (example: string) => `Addresses here look like ${example}.`,
    others: "They reach people on every other Jabber (XMPP) server, as e-mail does.",
    account: "I have an account",
    /** By who may make an account. */
    registration: {
      open: (domain: string) => `No account? Make one with an app: as its server, give ${domain}.`,
      invitation: (_domain: string) => "No account? Ask somebody who is here for an invitation.",
      closed: (_domain: string) => "No account? Ask the people who run this server: they make the accounts.",
    },
    contact: "Write to the people who run this server",
  },
  /** By status: what is wrong, and what to do. */
  errors: {
    400: [
      "This could not be read",
      "What your browser sent is incomplete or damaged. Go back, reload the page and try again.",
    ],
    403: [
      "Not from there",
      "Your browser sent this from another page, or from one that was open for too long. Open the page again and repeat what you wanted to do; the browser has to accept cookies.",
    ],
    404: [
      "There is nothing here",
      "The address is mistyped, or what was here has been removed. Ask whoever gave you the link for a new one.",
    ],
    405: [
      "Not in this way",
      "This address exists, but not for what your browser wanted from it. Go to the first page.",
    ],
    413: ["This is too large", "The server does not take that much at once. Send less, or in several parts."],
    421: [
      "Another server was meant",
      "The name in the address is not one of this server's. Look at the address, and type it again.",
    ],
    429: ["Too many attempts", "Wait a few minutes, then try again."],
    500: [
      "Something went wrong",
      "The fault is the server's, not yours. Try again in a moment; if it stays, tell the people who run the server.",
    ],
    503: ["Not at the moment", "The server is restarting, or has too much to do. Try again in a minute."],
  },
  /** Where there is no page for a status. */
  otherError: ["This did not work", "Go back and try again."],
  errorId: (id: string) => `In the server's log, this is ${id}.`,
} satisfies {
  readonly errors: Readonly<Record<number, Sentences>>;
  readonly otherError: Sentences;
  [key: string]: unknown;
};
