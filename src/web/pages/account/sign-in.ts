/** The sign-in page, which stands wherever somebody has to be signed in; and the way out. */
import type { HttpRoute } from "../../../http.ts";
import { accountPageMessages } from "../../../messages/account-pages.ts";
import type { SignIn, SignInRefusal } from "../../../operations/sign-in.ts";
import { setCookie } from "../../cookies.ts";
import type { WebSessions } from "../../web-sessions.ts";
import { done, field, problem } from "../form-fields.ts";
import { html } from "../html.ts";
import { isOwnPath, pageResponse, redirect } from "../layout.ts";
import type { PageRoutes, Visit } from "../page-routes.ts";
import { sessionCookies } from "../session-cookie.ts";

export interface SignInDeps {
  readonly signIn: SignIn;
  readonly sessions: Pick<WebSessions, "start" | "end">;
  /** Whether a forgotten password can be replaced by a link from whoever runs the server. */
  readonly hasResets: boolean;
}

interface Shown {
  readonly problem?: string;
  /** What has been done. */
  readonly notice?: string | undefined;
  readonly status?: number;
  /** The page that follows. */
  readonly next: string;
  /** The address that was typed. */
  readonly name?: string;
}

/** Seconds. Attempts come back one by one, long before `limits.failure_window` is over. */
const RETRY_AFTER = "60";

/** `isLost`: a form has come, whose session is over. */
export const signInPage =
  ({ hasResets }: Pick<SignInDeps, "hasResets">) =>
  (visit: Visit, isLost: boolean): Response => {
    const { signIn, signedOut } = accountPageMessages[visit.language];
    const shown: Shown = isLost
      ? { problem: signIn.again, status: 403, next: visit.path }
      : { next: visit.path, notice: visit.query.has("signed-out") ? signedOut : undefined };
    return page(visit, hasResets, shown);
  };

function page(visit: Visit, hasResets: boolean, { next, name, status = 200, notice, ...shown }: Shown): Response {
  const texts = accountPageMessages[visit.language].signIn;
  return pageResponse(
    { ...visit, path: next },
    {
      title: texts.title,
      status,
      headers: status === 429 ? { "retry-after": RETRY_AFTER } : {},
      main: html`<h1>${texts.title}</h1>
${problem(shown.problem)}${done(notice)}
<p class="lead">${texts.lead}</p>
<div class="card">${visit.formTo("/account/sign-in")}
<input type="hidden" name="next" value="${next}">
${field({ name: "name", label: texts.address, autocomplete: "username", value: name, hint: texts.addressHint(`alice@${visit.domain}`) })}
${field({ name: "password", label: texts.password, type: "password", autocomplete: "current-password", show: texts.show })}
<button class="button full">${texts.button}</button>
</form></div>
${hasResets && html`<p class="hint">${texts.forgotten}</p>`}`,
    },
  );
}

const STATUS: Readonly<Partial<Record<SignInRefusal, number>>> = { throttled: 429, unavailable: 503 };

export function signInRoutes(pages: PageRoutes, { signIn, sessions, hasResets }: SignInDeps): readonly HttpRoute[] {
  return [
    pages.route("/account/sign-in", {
      get: () => redirect("/account"),
      post: async (visit, form) => {
        const texts = accountPageMessages[visit.language].signIn;
        const [name, next] = [form.text("name"), nextPage(form.text("next"))];
        const { domain } = visit;
        const { remoteAddress: address } = visit.request;
        const result = await signIn({ name, domain, password: form.text("password"), address });
        if (result.is === "proven") {
          if (visit.session) sessions.end(visit.session.token);
          return redirect(next, sessionCookies(sessions, result.account, visit));
        }
        const sentence = result.is === "elsewhere" ? texts.elsewhere(domain) : texts[result.is];
        return page(visit, hasResets, { problem: sentence, status: STATUS[result.is] ?? 403, next, name });
      },
    }),
    pages.memberRoute("/account/sign-out", {
      get: () => redirect("/account"),
      post: ({ session }) => {
        sessions.end(session.token);
        return redirect("/account?signed-out", [setCookie("session", "", 0)]);
      },
    }),
  ];
}

/** Only pages of the account, of administrators and the chat need somebody to sign in. */
const nextPage = (path: string): string =>
  isOwnPath(path) && /^\/(account|admin|chat)(?![^/?])/.test(path) ? path : "/account";
