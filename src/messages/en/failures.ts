/** What is said where an operation was not done, in English. */
import type { OperationErrorDetails, OperationErrorReason } from "../../operation-error.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export type FailureMessages = {
  readonly [Reason in OperationErrorReason]: (
    details: OperationErrorDetails[Reason],
  ) => readonly [sentence: string, remedy?: string];
};

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`the request lacks "${field}"`],
  "no-domain-served": () => ["no domain is served yet", "run jabber-home setup"],
  "domain-not-served": ({ domain, domains }) => [
    `${domain} is not served here`,
    `choose one of: ${domains.join(", ")}`,
  ],
  "not-a-domain": ({ given }) => [`"${given}" is no domain`, "name the part behind the @ alone, such as example.com"],
  "not-an-address": ({ given, why }) => [`"${given}" is not an address: ${why}`],
  "not-an-account": ({ given, domain }) => [
    `"${given}" is not the address of an account`,
    `write it like alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account}: this account exists already`,
    "choose another name, or change the password: jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [`there is no account ${account}`, "look at the spelling: jabber-home user list"],
  "bad-password": ({ account }) => [
    `${account}: this cannot be a password`,
    "choose another one, of letters, digits, signs and spaces: no tab, and nothing that cannot be seen",
  ],
  "short-password": ({ account, minimum }) => [
    `${account}: a password has at least ${minimum} characters`,
    "choose a longer one: several words in a row are easy to remember",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "accounts are not made here: they are the Unix accounts of this machine",
          "add the person to the machine (sudo adduser NAME): the account appears here when they sign in for the first time",
        ]
      : [
          `accounts are not made here: auth.source in config.toml says who knows them (${source})`,
          "add the person there: the account appears here when they sign in for the first time",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [
          `the password of ${account} is that of the Unix account: it is not kept here`,
          "change it on the machine: passwd",
        ]
      : [
          `the password of ${account} is not kept here: auth.source in config.toml says who knows it (${source})`,
          "change it there",
        ],
  "not-a-picture": () => ["this is no picture that apps show", "take JPEG, PNG, GIF or WebP"],
  "picture-too-large": ({ maximum }) => [`a picture has at most ${maximum} bytes`],
  "name-too-long": ({ maximum }) => [`a name has at most ${maximum} characters, all of which can be seen`],
  "only-administrator": ({ account }) => [
    `${account} is the only administrator, and was not removed: nobody could administer the server any more from an app`,
    'give somebody else the right first: a new account with jabber-home user add JID --admin, an existing one with the command "Who administers" in your app',
  ],
  "own-account": ({ account }) => [`you are signed in as ${account} yourself`, "let another administrator do it"],
  "not-a-room": ({ given, example }) => [`"${given}" is not the address of a room`, `write it like ${example}`],
  "no-rooms-there": ({ domain, services, example }) => [
    `${domain} has no rooms here: they are at ${services.join(", ")}`,
    `write it like ${example}`,
  ],
  "no-such-room": ({ room }) => [`there is no room ${room}`, "see jabber-home room list"],
  "room-exists": ({ room }) => [
    `there is a room ${room} already`,
    `choose another name, or look at it: jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["this name is too long", "choose one of 1023 characters at the most"],
  "nobodys-address": ({ given, domain }) => [
    `"${given}" is neither somebody's address nor a domain`,
    `write it like alice@${domain}`,
  ],
  "owner-not-named": () => ["whose is it to be?", "name its owner with --owner JID"],
  "domain-cannot-own": () => ["a whole domain cannot own or administer a room", "name one address"],
  "last-owner": ({ room }) => [`${room} would have no owner any more`, "make somebody else an owner first"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `"${given}" is no affiliation`,
    `choose one of: ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} has as many members and banned people as a room may have`,
    "raise rooms.max_affiliations in config.toml, and restart",
  ],
  "no-such-file": ({ file }) => [
    `there is no file ${file}, or not any more`,
    "copy its whole address from the message, or see jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`there is no circle "${circle}"`, "see jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `there is a circle "${circle}" already`,
    "choose another name, or add people to it: jabber-home circle add CIRCLE JID",
  ],
  "not-a-circle-name": () => [
    "this cannot be the name of a circle",
    "choose one of 60 characters at the most, of letters, digits, signs and spaces",
  ],
  "too-many-circles": ({ maximum }) => [
    `there are ${maximum} circles, which is all there may be`,
    "remove one, or raise circles.max_circles in config.toml, and restart",
  ],
  "circle-full": ({ circle, maximum }) => [
    `"${circle}" has no room for so many: at most ${maximum} people are in a circle`,
    "make a second circle, or raise circles.max_people in config.toml, and restart",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} is in ${maximum} circles, which is all one may be in`,
    "take it out of another one first, or raise circles.max_per_account in config.toml, and restart",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} is not in "${circle}"`,
    `see jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "nobody administers this server, who could own the room of the circle",
    "give somebody the right first: jabber-home user add JID --admin",
  ],
  "announcement-empty": () => ["there is nothing to say", 'write it between quotes: jabber-home announce "…"'],
  "announcement-too-long": ({ maximum }) => [
    `this is too long to be announced: at most ${maximum} characters`,
    "say where the rest can be read",
  ],
  "no-renewal-waits": () => ["nothing waits for an answer", "begin again"],
  "no-such-invitation": () => [
    "this invitation is not good: it was never made, has been used or revoked, or has expired",
    "see those that are open: jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} may not invite anybody to this`,
    "see contacts and accounts in the section [invitations] of config.toml",
  ],
  "registration-closed": () => [
    "nobody can make an account with an invitation here: registration is closed",
    'write policy = "invitation" into the section [registration] of config.toml, or add the account: jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `${maximum} invitations are open already`,
    "revoke some (jabber-home invite list), or wait until they end",
  ],
  "name-invited": ({ account }) => [
    `an open invitation keeps ${account} for somebody`,
    "choose another name, or revoke that one: jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`nobody can choose ${account}`, "choose another name"],
  "other-name": ({ account }) => [`this invitation is for ${account}`, "take that name"],
  "bad-uses": ({ maximum }) => [`an invitation is for 1 to ${maximum} people`],
  "one-name-many-uses": () => ["only one person can have a name", "leave out the name, or --uses"],
  "note-too-long": ({ maximum }) => [`a note has at most ${maximum} characters`],
  "bad-validity": ({ maximum }) => [
    `an invitation is good for a minute to ${maximum} days`,
    "write it like 7d, 24h or 30m",
  ],
  "no-pages": () => [
    "this server has no pages, where a new password could be chosen",
    "set another one yourself: jabber-home user passwd JID; or turn pages on: listen.https in config.toml",
  ],
  "no-web-pages": () => [
    "this server has no pages that a phone could open",
    "turn them on: listen.https in config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} is of this server`, "ask another server"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [`${account} is an account of this server`, "name one of another server"],
  "move-in-runs": ({ account }) => [
    `somebody is moving into ${account} now`,
    "wait until that is done, or look at it: jabber-home logs",
  ],
  "too-many-move-ins": () => ["several accounts are moving in now", "try again in a few minutes"],
  "too-many-attempts": () => ["too many failed attempts", "try again in a few minutes"],
  "import-runs": () => ["another import is under way", "wait until it is done"],
  "no-import": () => ["this import is over", "begin it again: it goes on where it was"],
  "backup-runs": () => ["another backup is being made", "wait until it is done"],
  "backup-no-room": ({ needed, free }) => [
    `for a backup the disk of the server needs ${sizeText(needed)} for a while, and ${sizeText(free)} are free`,
    "make room there: the database is copied before it is packed",
  ],
  "backup-damaged": ({ why }) => [
    `the database is damaged, so that no backup of it was made (${why})`,
    "keep the backups that you have, and stop the server: jabber-home restore FILE takes the last good one",
  ],
  "disk-full": ({ why }) => [
    why,
    "make room on the disk, or have less of it kept free: free_disk in the section [limits] of config.toml",
  ],
};
