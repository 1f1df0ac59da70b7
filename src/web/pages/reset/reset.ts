/** The page of a link for a new password, for who has forgotten the old one. Looking at it uses nothing up. */
import type { HttpRoute } from "../../../http.ts";
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import { field, problem } from "../form-fields.ts";
import { html } from "../html.ts";
import type { ShownInvitation } from "../invite/invitation.ts";
import type { InvitePageDeps } from "../invite/invite.ts";
import { gonePage, tokenIn } from "../invite/link.ts";
import { isMistyped, type Refused, refusalOf } from "../invite/registration.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { PageRoutes, Visit } from "../page-routes.ts";
import { sessionCookies } from "../session-cookie.ts";

export function resetPage(pages: PageRoutes, deps: InvitePageDeps): HttpRoute {
  const { invitations, sessions, errorResponse, minimum } = deps;

  const found = (visit: Visit): { readonly token: string; readonly account: string } | Response => {
    const link = tokenIn(visit.path);
    const { request, remoteAddress } = visit.request;
    const shown = link?.rest === "" ? invitations.find(link.token, remoteAddress) : "unknown";
    if (shown === "throttled") return errorResponse(429, request);
    return link && shown !== "unknown" && shown.kind === "password"
      ? { token: link.token, account: accountOf(shown) }
      : gonePage(visit);
  };

  const page = (visit: Visit, account: string, refused?: Refused): Response => {
    const { reset: texts, form } = invitePageMessages[visit.language];
    const { signIn, password } = accountPageMessages[visit.language];
    const shared = (name: "password" | "again", label: string) =>
      ({
        ...({ name, label, type: "password", autocomplete: "new-password" } as const),
        error: refused?.field === name ? refused.sentence : undefined,
      }) as const;
    return pageResponse(visit, {
      title: texts.title,
      status: refused?.status ?? 200,
      main: html`<h1>${texts.title}</h1>
${problem(refused?.sentence)}
<p class="lead">${texts.lead(account)}</p>
<div class="card">${visit.formTo(visit.path)}
<input type="text" name="username" autocomplete="username" value="${account}" hidden>
${field({ ...shared("password", password.chosen), show: signIn.show, hint: password.chosenHint(minimum) })}
<noscript>${field(shared("again", form.again))}</noscript>
<button class="button full">${texts.button}</button>
</form></div>`,
    });
  };

  return pages.route("/reset/", {
    get: (visit) => {
      const reset = found(visit);
      return reset instanceof Response ? reset : page(visit, reset.account);
    },
    post: async (visit, form) => {
      const reset = found(visit);
      if (reset instanceof Response) return reset;
      const { form: texts } = invitePageMessages[visit.language];
      if (isMistyped(form))
        return page(visit, reset.account, { field: "again", sentence: texts.different, status: 422 });
      try {
        const account = await invitations.setPassword(reset.token, form.text("password"));
        if (visit.session) sessions.end(visit.session.token);
        return redirect("/account?done=password", sessionCookies(sessions, account, visit));
      } catch (error) {
        const refused = refusalOf(error, visit.language, minimum);
        return refused ? page(visit, reset.account, refused) : gonePage(visit);
      }
    },
  });
}

const accountOf = ({ name, domain }: ShownInvitation): string => `${name}@${domain}`;
