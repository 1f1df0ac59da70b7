/** What `move-in` and the section of the account's page say, in English. */
import type { OldAccountProblem } from "../../operation-error.ts";
import { counted } from "./units.ts";

export const moveIn = {
  oldPassword: (account: string) => `Password of ${account}, at the old server (it is not kept)`,
  followQuestion: "Ask your contacts to follow to the new address?",
  signedIn: (account: string) => `signed in as ${account}`,
  /** What is being copied: the last line on the way. */
  stages: {
    contacts: "contacts",
    vcards: "profile",
    blocked: "blocked addresses",
    preferences: "choice of what is archived",
    private: "bookmarks and private data",
    nodes: "what is published",
    archived: "history",
    following: "asking the contacts to follow",
  },
  stage: (name: string, done: number, total: number | undefined) =>
    total === undefined ? `${name}: ${done}` : `${name}: ${done} of ${total}`,
  head: (from: string, to: string) => `What has come along from ${from} to ${to}:`,
  headTrial: (from: string, to: string) =>
    `What would come along from ${from} to ${to}; nothing has been changed, there or here:`,
  noMessageCount: "messages of the history: the old server does not tell how many before they are copied",
  nothing: "nothing",
  alreadyHere: (count: number) => `, ${count} were here already`,
  leftHead: "What cannot come along, and why:",
  moreLeft: (count: number) => `and ${count} more (--json names them all)`,
  /** What an app cannot see of its own account. */
  stays: [
    "Some things stay with the old account, since no app is given them: people who have asked to be contacts and wait for an answer; files that were sent (their links go on leading to the old server); memberships of rooms (ask the owners of closed rooms to let the new address in).",
    "Encrypted chats begin anew: each app makes its own keys for the new address.",
  ],
  asked: (count: number) =>
    `${counted(count, "contact is", "contacts are")} asked to follow. Where their server knows XEP-0283, that is all; others are asked by their app, as by a new contact. Keep the old account until they have answered: it vouches for the new address.`,
  askedTrial: (count: number) => `${counted(count, "contact", "contacts")} would be asked to follow`,
  notAsked: "The contacts were not asked to follow: each of them has to be added again.",
  notStated: (from: string) =>
    `${from} could not be made to say where it has moved to: each contact has to approve the new address by hand.`,
  choose: (to: string, link: string) => `Choose the password of ${to} (the link is good for a day): ${link}`,
  noPassword: (to: string) => `${to} has no password that anybody knows: jabber-home user passwd ${to}`,
  signInAgain: "Apps that were signed in already see the contacts once they sign in again.",
  exists: (to: string) => `${to} exists already`,
  existsRemedy: (to: string) =>
    `if everything is to come into this account, name it: --to ${to}; or choose another name: --to NAME`,
  ended: (): readonly [string, string] => [
    "the server has stopped in the middle",
    "what was copied stays: start it, and give the same command again",
  ],
  problems: {
    "no-server": ({ domain, why }) => [`${domain} is no server for apps: ${why}`, "look at the address"],
    unreachable: ({ domain, why }) => [`${domain} cannot be reached: ${why}`, "try again later"],
    "no-tls": ({ domain, why }) => [`no password is sent to ${domain} unencrypted: ${why}`, "ask its administrator"],
    certificate: ({ domain, why }) => [
      `${domain} does not prove that it is ${domain}: ${why}`,
      "ask its administrator; an authority of your own is named by federation.ca_file",
    ],
    password: ({ account }) => [
      `the old server does not accept the password of ${account}`,
      "look at the address and the password",
    ],
    refused: ({ account, why }) => [`the old server does not let ${account} sign in: ${why}`, "ask its administrator"],
    lost: ({ domain, why }) => [
      `the connection to ${domain} broke in the middle: ${why}`,
      "what was copied stays; begin again, and it goes on from there",
    ],
  } satisfies Record<
    OldAccountProblem,
    (of: { account: string; domain: string; why: string }) => readonly [sentence: string, remedy: string]
  >,
  page: {
    title: "Bring your old account",
    lead: "If you have an account on another server, everything of it can come here: contacts, bookmarks, profile, published things, blocked addresses and the history. The password is used once, to sign in there as an app does, and is neither kept nor written down.",
    address: "Your old address",
    addressHint: "alice@elsewhere.org",
    password: "Its password",
    follow: "Ask my contacts to follow to this address",
    button: "Bring it here",
    running: (from: string) => `${from} is being copied. You may close this page; it goes on.`,
    look: "Look again",
    done: (from: string) => `${from} has come along.`,
    failed: (from: string) => `${from} did not come along, or not wholly:`,
    started: "It has begun.",
    again: "You can begin again: what is here already is not doubled.",
  },
};
