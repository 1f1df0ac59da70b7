/** jabber-home user list: who has an account. */
import { ask } from "./ask.ts";
import { EXIT } from "./exit.ts";
import type { UserList } from "./user-routes.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "user list",
  summary: "tells who has an account",
  examples: ["user list", "user list --json"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { users } = (await ask(call.home, "GET /users")) as UserList;
    const width = Math.max(0, ...users.map(({ jid }) => jid.length));
    const lines = users.map(
      ({ jid, created, admin }) =>
        `${jid.padEnd(width)}  since ${new Date(created).toISOString().slice(0, 10)}${admin ? "  administrator" : ""}`,
    );
    const shown = users.map((user) => ({ ...user, created: new Date(user.created).toISOString() }));
    report(call, { users: shown }, lines.length > 0 ? lines.join("\n") : "nobody yet: jabber-home user add JID");
    return EXIT.ok;
  },
});
