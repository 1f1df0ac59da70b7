/** Before something dangerous: whoever has been signed in for some time gives the password again, and what was to be done is done. */
import { accountPageMessages } from "../../messages/account-pages.ts";
import type { SignIn } from "../../operations/sign-in.ts";
import type { Form } from "../forms.ts";
import type { WebSessions } from "../web-sessions.ts";
import { field, problem } from "./form-fields.ts";
import { html } from "./html.ts";
import { pageResponse } from "./layout.ts";
import type { MemberVisit } from "./page-routes.ts";

export interface PasswordProofDeps {
  readonly signIn: SignIn;
  readonly sessions: Pick<WebSessions, "prove">;
}

/** Of the password, in the form that is sent once more. */
const FIELD = "proof";

/** Returns undefined where the password was given a short time ago, or is in the form; else the page that asks for it. */
export const passwordProof =
  ({ signIn, sessions }: PasswordProofDeps) =>
  async (visit: MemberVisit, form: Form): Promise<Response | undefined> => {
    const { session, account, domain, language } = visit;
    if (session.isFresh) return undefined;
    const password = form.text(FIELD);
    if (password === "") return page(visit, form);
    const { remoteAddress: address } = visit.request;
    const { is } = await signIn({ name: account, domain, password, address });
    const texts = accountPageMessages[language];
    if (is === "throttled") return page(visit, form, texts.signIn.throttled, 429);
    if (is === "unavailable") return page(visit, form, texts.signIn.unavailable, 503);
    if (is !== "proven") return page(visit, form, texts.proof.wrong);
    sessions.prove(session.token);
    return undefined;
  };

function page(visit: MemberVisit, { fields }: Form, wrong?: string, status = 403): Response {
  const { proof: texts, signIn, back } = accountPageMessages[visit.language];
  const repeated = fields.filter(([name]) => name !== "token" && name !== FIELD);
  return pageResponse(visit, {
    title: texts.title,
    status,
    headers: status === 429 ? { "retry-after": "60" } : {},
    main: html`<h1>${texts.title}</h1>
${problem(wrong)}
<p class="lead">${texts.lead}</p>
<div class="card">${visit.formTo(visit.path)}${repeated.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="text" name="username" autocomplete="username" value="${visit.account}" hidden>
${field({ name: FIELD, label: signIn.password, type: "password", autocomplete: "current-password", show: signIn.show, error: wrong })}
<button class="button full">${texts.button}</button>
</form></div>
<p><a href="/account">${back}</a></p>`,
  });
}
