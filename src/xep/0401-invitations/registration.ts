/** XEP-0445: registration (XEP-0077) on a stream whose client has shown an invitation. */
import { OperationError } from "../../operation-error.ts";
import { accountErrorToStanzaError } from "../../server/to-stanza-error.ts";
import { StanzaError } from "../../stanza-error.ts";
import { credentialsIn } from "../0077-registration.ts";
import type { Invitation, InvitedRegistration } from "./invitation.ts";
import type { InvitationUses } from "./using.ts";

export function invitedRegistration(
  { id, name }: Invitation,
  { register }: Pick<InvitationUses, "register">,
): InvitedRegistration {
  return {
    name,
    register: async (request) => {
      const { username, password } = credentialsIn(request);
      if (!password || !(username ?? name))
        throw new StanzaError("not-acceptable", { text: "a username and a password" });
      return await register(id, { name: username, password }).catch((error: unknown) => {
        throw stanzaErrorOf(error);
      });
    },
  };
}

function stanzaErrorOf(error: unknown): unknown {
  if (!(error instanceof OperationError)) return accountErrorToStanzaError(error);
  switch (error.reason) {
    case "no-such-invitation":
      return new StanzaError("item-not-found", { text: "this invitation has been used, or is not good any more" });
    case "other-name":
      return new StanzaError("not-acceptable", { text: "this invitation is for another name" });
    case "name-reserved":
      return new StanzaError("not-acceptable", { text: "this name is reserved" });
    default:
      return new StanzaError("jid-malformed");
  }
}
