/** XEP-0133: Service Administration: what administrators do from their app. */
import { presence } from "../../im/presence.ts";
import { defineModule } from "../../server/module.ts";
import type { Outcome } from "../kit/0050-command-set.ts";
import { commands } from "../kit/0050-commands.ts";
import { accountCommands } from "./accounts.ts";
import { FORM_TYPE } from "./admin-command.ts";
import {
  type AnnouncementStore,
  announcementTables,
  openAnnouncementStore,
  welcomeSession,
} from "./announcement-store.ts";
import { announcementCommands } from "./announcements.ts";
import { stanzaErrorOf } from "./errors.ts";
import type { AdministrationOperations } from "./operations.ts";
import { listCommands } from "./user-lists.ts";

export interface Administration {
  readonly announcementStore: AnnouncementStore;
  /** Offers the commands from now on. Called once, when all modules are booted. */
  readonly offer: (operations: AdministrationOperations) => void;
}

export const administration = defineModule({
  name: "administration",
  xep: "0133",
  version: "1.3.1",
  tables: announcementTables,
  setup: (server) => {
    const { accounts, domains, db, log, use } = server;
    const { add } = use(commands);
    const { onAvailable } = use(presence);
    const announcementStore = openAnnouncementStore(db);
    accounts.onRemove((account) => announcementStore.forget(account));
    onAvailable((session) => welcomeSession(session, announcementStore, server));

    const offer: Administration["offer"] = (operations) => {
      const all = [...accountCommands(operations), ...listCommands(operations), ...announcementCommands(operations)];
      for (const { node, ownAccount, run, ...command } of all) {
        add({
          ...command,
          node: `${FORM_TYPE}#${node}`,
          formType: FORM_TYPE,
          heading: { title: command.name },
          isFor: ({ bare, domain }) => domains.has(domain) && accounts.isAdmin(bare),
          run: (form, requester, language) => {
            log.info({ event: "administered", command: node, by: requester.full });
            return withStanzaErrors(() => run(form, requester, language), ownAccount);
          },
        });
      }
    };
    const api: Administration = { announcementStore, offer };
    return { api };
  },
});

/** At once where `work` is: a session that a command ends gets its answer first. */
function withStanzaErrors(
  work: () => Outcome | Promise<Outcome>,
  ownAccount: string | undefined,
): Outcome | Promise<Outcome> {
  const refused = (error: unknown): never => {
    throw stanzaErrorOf(error, ownAccount);
  };
  try {
    const outcome = work();
    return outcome instanceof Promise ? outcome.catch(refused) : outcome;
  } catch (error) {
    return refused(error);
  }
}
