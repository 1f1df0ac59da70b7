/** XEP-0133: Service Administration: what administrators do from their app. */
import { presence } from "../../im/presence.ts";
import type { Jid } from "../../jid/jid.ts";
import { defineModule } from "../../server/module.ts";
import { StanzaError } from "../../stanza-error.ts";
import { clientAccess } from "../0494-client-access.ts";
import type { Outcome } from "../kit/0050-command-set.ts";
import { commands } from "../kit/0050-commands.ts";
import { accountCommands } from "./accounts.ts";
import { type AdminCommand, FORM_TYPE } from "./admin-command.ts";
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

export type OperationsFor = (requester: Jid | undefined) => AdministrationOperations;

export interface Administration {
  readonly announcementStore: AnnouncementStore;
  /**
   * Offers the commands from now on. Called once, when all modules are booted. `operationsFor` gives the operations as
   * somebody asks for them, whose acts are recorded.
   */
  readonly offer: (operationsFor: OperationsFor) => void;
}

export const administration = defineModule({
  name: "administration",
  xep: "0133",
  version: "1.3.1",
  tables: announcementTables,
  addresses: {
    tables: {
      administration_login: { account: "jid", motd: "other" },
      administration_words: { name: "other", id: "other", body: "other" },
    },
  },
  notExported: "who has been told what on this server",
  setup: (server) => {
    const { accounts, domains, db, log, sessions, use } = server;
    const { isOfPage } = use(clientAccess);
    const { add } = use(commands);
    const { onAvailable } = use(presence);
    const announcementStore = openAnnouncementStore(db);
    accounts.onRemove((account) => announcementStore.forget(account));
    onAvailable((session) => welcomeSession(session, announcementStore, server));

    /** The page of administration asks for the password before what is dangerous; here nobody would. */
    const isPage = (full: string): boolean => {
      const session = sessions.get(full);
      return session !== undefined && isOfPage(session);
    };

    const offer: Administration["offer"] = (operationsFor) => {
      for (const { node, ownAccount, run: _, ...command } of commandsOf(operationsFor(undefined))) {
        add({
          ...command,
          node: `${FORM_TYPE}#${node}`,
          formType: FORM_TYPE,
          heading: { title: command.name },
          isFor: ({ bare, domain, full }) => domains.has(domain) && accounts.isAdmin(bare) && !isPage(full),
          run: (form, requester, language) => {
            log.info({ event: "administered", command: node, by: requester.full });
            const asked = commandsOf(operationsFor(requester)).find((one) => one.node === node);
            if (!asked) throw new StanzaError("item-not-found");
            return withStanzaErrors(() => asked.run(form, requester, language), ownAccount);
          },
        });
      }
    };
    const api: Administration = { announcementStore, offer };
    return { api };
  },
});

const commandsOf = (operations: AdministrationOperations): readonly AdminCommand[] => [
  ...accountCommands(operations),
  ...listCommands(operations),
  ...announcementCommands(operations),
];

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
