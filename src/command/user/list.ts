/** jabber-home user list: the accounts. */

import type { Language } from "../../messages/language.ts";
import { sizeText } from "../../messages/units.ts";
import { userMessages } from "../../messages/users.ts";
import type { AccountSummary } from "../../operations/accounts.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { boolean, integer, list, object, optional, text, time } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({
  users: list(
    object({
      jid: text("Bare."),
      created: time(),
      admin: boolean(),
      disabled: boolean("It cannot sign in."),
      bytes: integer("All that is kept for the account."),
      apps: integer("Sessions that it has now."),
      lastSeen: optional(time("When its last app went; not there where it never signed in.")),
    }),
  ),
});

export default defineVerb({
  name: "user list",
  examples: ["user list", "user list --by-size", "user list --json"],
  prints: ANSWER,
  flags: { "by-size": { kind: "switch", meaning: "bySize" }, json: JSON_FLAG },
  run: async (call) => {
    const { users } = await askAboutAccounts(call, "GET /users");
    const listed = call.flags["by-size"] ? [...users].sort((one, other) => other.bytes - one.bytes) : users;
    report(call, ANSWER, { users: listed }, printUsers(listed, call.language));
    return EXIT.ok;
  },
});

/** For people, a line for each account, in this order. */
export function printUsers(users: readonly AccountSummary[], language: Language): string {
  const messages = userMessages[language];
  if (users.length === 0) return messages.nobody;
  const sizes = users.map(({ bytes }) => sizeText(bytes, language));
  const jidWidth = Math.max(...users.map(({ jid }) => jid.length));
  const sizeWidth = Math.max(...sizes.map((text) => text.length));
  const seenOf = ({ apps, lastSeen }: AccountSummary): string =>
    apps > 0 ? messages.here : lastSeen === undefined ? messages.never : messages.seen(dayOf(lastSeen));
  const seenWidth = Math.max(...users.map((user) => seenOf(user).length));
  const lines = users.map((user, index) => {
    const { jid, created, admin, disabled } = user;
    const role = [...(admin ? [messages.administrator] : []), ...(disabled ? [messages.off] : [])].join(", ");
    return [
      jid.padEnd(jidWidth),
      (sizes[index] ?? "").padStart(sizeWidth),
      messages.since(dayOf(created)),
      seenOf(user).padEnd(seenWidth),
      role,
    ]
      .join("  ")
      .trimEnd();
  });
  return lines.join("\n");
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
