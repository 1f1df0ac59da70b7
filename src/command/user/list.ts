/** jabber-home user list: who has an account. */
import { ask } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { WORDS } from "../words.ts";
import type { UserList } from "./routes.ts";

export default defineVerb({
  name: "user list",
  summary: "tells who has an account",
  examples: ["user list", "user list --json"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const words = WORDS[call.language].user;
    const { users } = (await ask(call.home, "GET /users")) as UserList;
    const width = Math.max(0, ...users.map(({ jid }) => jid.length));
    const lines = users.map(
      ({ jid, created, admin }) =>
        `${jid.padEnd(width)}  ${words.since(new Date(created).toISOString().slice(0, 10))}${admin ? `  ${words.administrator}` : ""}`,
    );
    const shown = users.map((user) => ({ ...user, created: new Date(user.created).toISOString() }));
    report(call, { users: shown }, lines.length > 0 ? lines.join("\n") : words.nobody);
    return EXIT.ok;
  },
});
