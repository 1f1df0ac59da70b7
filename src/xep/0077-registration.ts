/** XEP-0077: In-Band Registration: accounts are created, get a new password, and are cancelled. */
import type { Element } from "ltx";
import { type Jid, makeJid } from "../jid/jid.ts";
import { NS_REGISTER } from "../namespaces.ts";
import { choice, integer, list } from "../options.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { accountErrorToStanzaError } from "../server/to-stanza-error.ts";
import { type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StreamError } from "../stream-error.ts";
import { clientAccess } from "./0494-client-access.ts";
import { dataForm, formIn } from "./kit/0004-data-forms.ts";

const INSTRUCTIONS = "Choose a name and a password for your account.";

/** RFC 2142, and other names that people would take for the service. */
const RESERVED = ["abuse", "admin", "administrator", "hostmaster", "info", "postmaster", "root", "security", "support"];

export const registration = defineModule({
  name: "registration",
  xep: "0077",
  version: "2.4",
  options: {
    policy: choice(
      ["closed", "invitation", "open"],
      "invitation",
      "Who may make an account with an app: nobody, who has an invitation, or everybody.",
    ),
    reserved: list([...RESERVED, "webmaster", "xmpp"], "Names that nobody can register."),
    per_address: integer(3, "Accounts that may be registered from one address in an hour.", { min: 1, max: 1_000_000 }),
    per_hour: integer(60, "Accounts that may be registered in an hour altogether.", { min: 1, max: 1_000_000 }),
  },
  setup: ({ config, db, accounts, sessions, log, use }) => {
    const { isOfPage } = use(clientAccess);
    let isKept = (_domain: string, _name: string): boolean => false;
    const isReserved = ({ local, domain }: Pick<Jid, "local" | "domain">): boolean =>
      config.reserved.includes(local) || isKept(domain, local);

    /** §3.3: the requesting session stays; all others end. */
    const changePassword = async (request: Element, session: Session): Promise<undefined> => {
      const { username, password } = credentialsIn(request);
      if (!username || !password) throw new StanzaError("bad-request", { text: "a username and a new password" });
      if (username !== session.jid.local && username !== session.account)
        throw new StanzaError("not-allowed", { text: "this is not your account" });
      await accounts.setPassword(session.account, password, session.jid.full).catch((error) => {
        throw accountErrorToStanzaError(error);
      });
      log.info({ event: "password-changed", account: session.account });
    };

    /** §3.2. */
    const removeAccount = (request: Element, { account, jid }: Session): undefined => {
      if (request.getChildElements().length > 1)
        throw new StanzaError("bad-request", { text: "<remove/> stands alone" });
      if (accounts.areAllAdministrators([account]))
        throw new StanzaError("not-allowed", {
          text: "this account is the only administrator: make somebody else one first",
        });
      accounts.remove(account, jid.full);
      log.info({ event: "account-removed", account });
      const over = new StreamError("not-authorized", "the account is gone");
      // After the result has been sent.
      db.afterSync(() => queueMicrotask(() => sessions.get(jid.full)?.end(over)));
    };

    const write = (request: Element, session: Session): undefined | Promise<undefined> => {
      // §3.3: it may be somebody else at a browser that was left open. The account's page asks for the password.
      if (isOfPage(session)) throw new StanzaError("not-authorized", { text: "this is done on the account's page" });
      return request.getChild("remove") ? removeAccount(request, session) : changePassword(request, session);
    };

    const read = (_: Element, { jid }: Session): Element =>
      xml("query", { xmlns: NS_REGISTER }, xml("registered"), xml("username", {}, jid.local), xml("password"));

    /** For requests to the domain, which must be that of the requester's account. */
    const forOwnAccount =
      <Answer>(answer: (request: Element, session: Session) => Answer) =>
      (request: Element, { from, to }: Stanza): Answer => {
        const session = sessions.get(from.full);
        if (!session || from.domain !== to?.domain) throw new StanzaError("registration-required");
        return answer(request, session);
      };

    return {
      iq: {
        self: { [NS_REGISTER]: { get: { query: read }, set: { query: write } } },
        server: { [NS_REGISTER]: { get: { query: forOwnAccount(read) }, set: { query: forOwnAccount(write) } } },
      },
      api: {
        policy: config.policy,
        limits: { perAddress: config.per_address, perHour: config.per_hour },
        /** Names that nobody may choose. */
        isReserved,
        /** Further names that nobody may choose, at a domain. */
        keep: (test: (domain: string, name: string) => boolean): void => {
          isKept = test;
        },
        /** §3.1: the answer before login, with the name that the account will have where that is fixed. */
        form: registrationForm,
        /**
         * Creates an account before login. Resolves with its bare JID when it is on the disk.
         * Rejects with StanzaError: not-acceptable, conflict, jid-malformed.
         */
        register: async (request: Element, domain: string): Promise<string> => {
          const { username, password } = credentialsIn(request);
          if (!username || !password) throw new StanzaError("not-acceptable", { text: "a username and a password" });
          const jid = makeJid(username, domain);
          if (isReserved(jid)) throw new StanzaError("not-acceptable", { text: "this name is reserved" });
          await accounts.create(jid.bare, password).catch((error) => {
            throw accountErrorToStanzaError(error);
          });
          return jid.bare;
        },
      },
    };
  },
});

interface Credentials {
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** §4: from a data form, or from elements. An empty text counts as none. */
export function credentialsIn(request: Element): Credentials {
  const form = formIn(request);
  const textOf = (name: string): string | undefined =>
    (form ? form.fields.get(name)?.[0] : request.getChildText(name)) || undefined;
  return { username: textOf("username"), password: textOf("password") };
}

/** With the fields as elements and as a data form (§6). */
const registrationForm = (name?: string): Element =>
  xml(
    "query",
    { xmlns: NS_REGISTER },
    xml("instructions", {}, INSTRUCTIONS),
    xml("username", {}, name),
    xml("password"),
    dataForm("form", NS_REGISTER, [
      { var: "username", type: "text-single", label: "Name", values: name === undefined ? [] : [name] },
      { var: "password", type: "text-private", label: "Password", values: [] },
    ]),
  );
