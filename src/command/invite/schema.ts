/** What is printed of invitations. */
import { boolean, choice, integer, object, optional, part, text, time } from "../json/schema.ts";

export const INVITATION = part(
  "Invitation",
  object({
    id: text("For lists, and to revoke it. It is no secret."),
    kind: choice(["password", "account", "contact"]),
    domain: text("The domain of the account that is made, of the inviter, or of the account with the new password."),
    by: optional(
      text(
        "Who made it: the bare JID of an account; not there for whoever runs the server. It is good for as long as that account may.",
      ),
    ),
    inviter: optional(text("Whose contact the invited becomes: a bare JID.")),
    name: optional(text("The localpart of the account, where the invited does not choose it.")),
    circle: optional(text("The account is in this circle from the beginning.")),
    isAdministrator: boolean(),
    usesLeft: integer(),
    uses: integer(),
    created: time(),
    expires: time(),
    note: optional(text("For whom it is, in the words of who made it.")),
  }),
);

export const ISSUED_INVITATION = part(
  "IssuedInvitation",
  object({
    invitation: INVITATION,
    url: optional(text("Not there where no web server listens.")),
    uri: optional(
      text("The usual link for apps: `account` or `contact`. Not there for a new password, which no app can choose."),
    ),
    account: optional(text("To make an account here; not there where the invitation is not for that.")),
    contact: optional(text("To become the inviter's contact with an account that is there already.")),
  }),
);
