/** XEP-0401 §3.1, §3.4: the commands by which an app asks for an invitation. */
import { type Jid, makeJid } from "../../jid/jid.ts";
import { invitationCommandMessages } from "../../messages/invitation-commands.ts";
import { languageOfTag } from "../../messages/language.ts";
import { OperationError } from "../../operation-error.ts";
import { StanzaError } from "../../stanza-error.ts";
import { booleanIn, dataForm, type Field } from "../kit/0004-data-forms.ts";
import type { Command, Outcome } from "../kit/0050-command-set.ts";
import { dateTime } from "../kit/0082-date-time.ts";
import type { Invitations } from "./api.ts";
import type { Invitation, NewInvitation } from "./invitation.ts";

const NS = "urn:xmpp:invite";
const RESULT = `${NS}#invitation`;

export interface InvitationCommandDeps extends Pick<Invitations, "create" | "links" | "rightsOf"> {
  /** Whether it is an account of this server (a bare JID). */
  readonly isLocal: (account: string) => boolean;
  /** An account (a bare JID) has asked for an invitation to make an account. */
  readonly asked: (by: string, invitation: Invitation) => void;
}

export function invitationCommands({
  create,
  links,
  rightsOf,
  isLocal,
  asked,
}: InvitationCommandDeps): readonly Command[] {
  const { en } = invitationCommandMessages;

  const outcome = ({ invitation, token }: NewInvitation): Outcome => {
    const { uri, url } = links(invitation, token);
    const text = (name: string, value: string): Field => ({ var: name, type: "text-single", values: [value] });
    const fields = [
      ...(uri === undefined ? [] : [text("uri", uri)]),
      ...(url === undefined ? [] : [text("landing-url", url)]),
      text("expire", dateTime(invitation.expires)),
    ];
    return { form: dataForm("result", RESULT, fields) };
  };
  /** Throws StanzaError in place of OperationError, its text in the language of the request. */
  const refusing = (language: string, work: () => Outcome): Outcome => {
    try {
      return work();
    } catch (error) {
      throw error instanceof OperationError ? stanzaErrorOf(error, language) : error;
    }
  };

  return [
    {
      node: `${NS}#invite`,
      name: en.invite,
      isFor: ({ bare }) => isLocal(bare) && rightsOf(bare).contacts,
      formType: RESULT,
      heading: { title: en.invite },
      fields: () => [],
      run: (_, { bare, domain }, language) =>
        refusing(language, () => outcome(create({ kind: "contact", by: bare, inviter: bare, domain }))),
    },
    {
      node: `${NS}#create-account`,
      name: en.createAccount,
      isFor: ({ bare }) => isLocal(bare) && rightsOf(bare).accounts,
      formType: `${NS}#create-account`,
      heading: { title: en.createAccount, instructions: en.instructions },
      fields: () => [
        { var: "username", type: "text-single", label: en.username, values: [] },
        { var: "roster-subscription", type: "boolean", label: en.rosterSubscription, values: ["1"] },
      ],
      run: ({ fields }, { bare, domain }, language) => {
        const name = localpartIn(fields.get("username")?.[0]?.trim() ?? "", domain);
        const isContact = booleanIn(fields.get("roster-subscription")?.[0]) ?? true;
        const inviter = isContact ? bare : undefined;
        return refusing(language, () => {
          const made = create({ kind: "account", by: bare, inviter, domain, name });
          asked(bare, made.invitation);
          return outcome(made);
        });
      },
    },
  ];
}

/** Throws StanzaError not-acceptable, of type "modify": the form is shown again. */
function localpartIn(text: string, domain: string): Jid["local"] | undefined {
  if (text === "") return undefined;
  try {
    return makeJid(text, domain).local;
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    throw new StanzaError("not-acceptable", { text: error.message });
  }
}

function stanzaErrorOf(error: OperationError, tag: string): StanzaError {
  const messages = invitationCommandMessages[languageOfTag(tag)];
  switch (error.reason) {
    case "account-exists":
    case "name-invited":
      return new StanzaError("conflict", { type: "modify", text: messages.taken });
    case "too-many-invitations":
      return new StanzaError("resource-constraint", { text: messages.tooMany });
    default:
      return new StanzaError("forbidden");
  }
}
