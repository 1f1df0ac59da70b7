/** The form on the page of an invitation that makes the account, and what can be wrong with it. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import type { Language } from "../../../messages/language.ts";
import { OperationError } from "../../../operation-error.ts";
import type { Form } from "../../forms.ts";
import { field } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import type { Visit } from "../page-routes.ts";
import type { ShownInvitation } from "./invitation.ts";

export interface Refused {
  readonly field: "name" | "password" | "again" | undefined;
  readonly sentence: string;
  readonly status: number;
}

export function registrationForm(
  visit: Visit,
  { name: given, domain }: ShownInvitation,
  { minimum, name, refused }: { readonly minimum: number; readonly name?: string; readonly refused?: Refused },
): Html {
  const { form: texts } = invitePageMessages[visit.language];
  const { signIn, password } = accountPageMessages[visit.language];
  const error = (of: Refused["field"]) => (refused?.field === of ? refused?.sentence : undefined);
  return html`${visit.formTo(visit.path)}
${
  given === undefined
    ? field({
        name: "name",
        label: texts.name,
        autocomplete: "username",
        value: name,
        hint: texts.nameHint,
        error: error("name"),
        after: `@${domain}`,
      })
    : html`<p>${texts.given(`${given}@${domain}`)}</p><input type="text" name="username" autocomplete="username" value="${given}@${domain}" hidden>`
}
${field({ name: "password", label: texts.password, type: "password", autocomplete: "new-password", show: signIn.show, hint: password.chosenHint(minimum), error: error("password") })}
<noscript>${field({ name: "again", label: texts.again, type: "password", autocomplete: "new-password", error: error("again") })}</noscript>
<button class="button full">${texts.button}</button>
</form>`;
}

/** Where no script can show what is typed, it is typed twice. */
export const isMistyped = (form: Form): boolean =>
  (form.all("again")[0] ?? form.text("password")) !== form.text("password");

/** Why there is no account; undefined where the invitation is not good any more. Throws what is no failure of the form. */
export function refusalOf(error: unknown, language: Language, minimum: number): Refused | undefined {
  if (!(error instanceof OperationError)) throw error;
  const { form: texts } = invitePageMessages[language];
  const { password } = accountPageMessages[language];
  switch (error.reason) {
    case "no-such-invitation":
      return undefined;
    case "account-exists":
    case "name-reserved":
      return { field: "name", sentence: texts.taken, status: 409 };
    case "short-password":
      return { field: "password", sentence: password.short(minimum), status: 422 };
    case "bad-password":
      return { field: "password", sentence: password.unusable, status: 422 };
    case "disk-full":
      return { field: undefined, sentence: texts.full, status: 503 };
    default:
      return { field: "name", sentence: texts.badName, status: 422 };
  }
}
