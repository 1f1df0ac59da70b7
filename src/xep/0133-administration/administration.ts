/** XEP-0133: Service Administration: what administrators do from their app. */
import { presence } from "../../im/presence.ts";
import { roster } from "../../im/roster.ts";
import { defineModule } from "../../server/module.ts";
import { commands } from "../kit/0050-commands.ts";
import { accountCommands } from "./accounts.ts";
import { FORM_TYPE } from "./admin-command.ts";
import { announcementTables, openAnnouncementStore } from "./announcement-store.ts";
import { announcementsOf } from "./announcements.ts";
import { serviceCommands } from "./service.ts";
import { listCommands } from "./user-lists.ts";

export const administration = defineModule({
  name: "administration",
  xep: "0133",
  version: "1.3.1",
  tables: announcementTables,
  setup: (server) => {
    const { accounts, domains, db, log, use } = server;
    const { add } = use(commands);
    const { onArrive } = use(presence);
    const administered = { ...server, contacts: use(roster) };
    const standing = openAnnouncementStore(db);
    accounts.onRemove((account) => standing.forget(account));
    const messages = announcementsOf(administered, standing);
    onArrive(messages.greet);
    const all = [
      ...accountCommands(administered),
      ...listCommands(administered),
      ...messages.commands,
      ...serviceCommands(administered, standing),
    ];
    for (const { node, ...command } of all) {
      add({
        ...command,
        node: `${FORM_TYPE}#${node}`,
        formType: FORM_TYPE,
        heading: { title: command.name },
        isFor: ({ bare, domain }) => domains.has(domain) && accounts.isAdmin(bare),
        run: (form, asker, language) => {
          log.info({ event: "administered", command: node, by: asker.full });
          return command.run(form, asker, language);
        },
      });
    }
    return {};
  },
});
