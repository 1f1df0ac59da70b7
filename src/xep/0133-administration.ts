/** XEP-0133: Service Administration: what administrators do from their app. */
import { defineModule } from "../server/module.ts";
import { commands } from "./0050-commands.ts";
import { accountCommands } from "./0133-accounts.ts";
import { FORM_TYPE } from "./0133-fields.ts";
import { serviceCommands } from "./0133-service.ts";

export const administration = defineModule({
  name: "administration",
  xep: "0133",
  version: "1.3.1",
  setup: (server) => {
    const { accounts, domains, log, use } = server;
    const { add } = use(commands);
    for (const { node, ...command } of [...accountCommands(server), ...serviceCommands(server)]) {
      add({
        ...command,
        node: `${FORM_TYPE}#${node}`,
        formType: FORM_TYPE,
        heading: { title: command.name },
        isFor: ({ bare, domain }) => domains.has(domain) && accounts.isAdmin(bare),
        run: (form, asker) => {
          log.info({ event: "administered", command: node, by: asker.full });
          return command.run(form, asker);
        },
      });
    }
    return {};
  },
});
