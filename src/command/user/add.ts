/** jabber-home user add: adds accounts, one or many. */

import { userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { list, object, text } from "../json/schema.ts";
import { passwordFor, readUserList } from "../password-input.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";

const ANSWER = object({ added: list(text(), "Bare JIDs.") });

export default defineVerb({
  name: "user add",
  operands: ["[JID]"],
  examples: [
    "user add bob@example.com",
    "user add bob@example.com --password-file bob.txt",
    "user add bob@example.com --password-file - < bob.txt",
    "user add --from everybody.tsv",
  ],
  prints: ANSWER,
  flags: {
    "password-file": {
      kind: "text",
      value: "FILE",
      meaning: "password",
    },
    from: {
      kind: "text",
      value: "FILE",
      meaning: "userList",
    },
    admin: { kind: "switch", meaning: "administrator" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, terminal } = call;
    const messages = userMessages[call.language];
    const [jid] = operands;
    if ((jid === undefined) === (flags.from === undefined)) throw new VerbError(EXIT.usage, "nobody-named");
    if (flags.from !== undefined && flags["password-file"] !== undefined)
      throw new VerbError(EXIT.usage, "passwords-twice");
    const users =
      jid === undefined
        ? readUserList(flags.from ?? "-", terminal, messages)
        : [{ jid, password: await passwordFor(jid, flags["password-file"], terminal, messages) }];
    const answer = await askAboutAccounts(call, "POST /users", {
      users: users.map((user) => ({ ...user, admin: flags.admin })),
    });
    const { added } = answer;
    report(
      call,
      ANSWER,
      answer,
      added[0] !== undefined && added.length === 1 ? messages.ready(added[0]) : messages.allReady(added.length),
    );
    return EXIT.ok;
  },
});
