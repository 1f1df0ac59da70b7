/** The password of the account is changed by whoever knows the one until now. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import type { SignIn } from "../../../operations/sign-in.ts";
import type { WebSessions } from "../../web-sessions.ts";
import { field, problem } from "../form-fields.ts";
import { html } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import { sessionCookies } from "../session-cookie.ts";
import type { AccountSection } from "./section.ts";

export interface PasswordDeps {
  readonly signIn: SignIn;
  readonly sessions: Pick<WebSessions, "start">;
  /** Ends all sessions of the account. "short": it has fewer characters than `minimum`. */
  readonly setPassword: (account: string, password: string) => Promise<"changed" | "short" | "unusable">;
  readonly minimum: number;
}

interface Problem {
  readonly field: "current" | "chosen" | "again";
  readonly sentence: string;
  readonly status?: number;
}

const PATH = "/account/password";

export function passwordSection(pages: PageRoutes, deps: PasswordDeps): AccountSection {
  const { signIn, sessions, setPassword, minimum } = deps;

  const page = (visit: MemberVisit, found?: Problem): Response => {
    const {
      password: texts,
      signIn: { show },
      back,
    } = accountPageMessages[visit.language];
    const shared = (name: Problem["field"], label: string) =>
      ({ name, label, type: "password", error: found?.field === name ? found.sentence : undefined }) as const;
    return pageResponse(visit, {
      title: texts.change,
      status: found ? (found.status ?? 422) : 200,
      main: html`<h1>${texts.change}</h1>
${problem(found?.sentence)}
<p class="lead">${texts.lead}</p>
<div class="card">${visit.formTo(PATH)}
<input type="text" name="username" autocomplete="username" value="${visit.account}" hidden>
${field({ ...shared("current", texts.current), autocomplete: "current-password", show })}
${field({ ...shared("chosen", texts.chosen), autocomplete: "new-password", show, hint: texts.chosenHint(minimum) })}
<noscript>${field({ ...shared("again", texts.again), autocomplete: "new-password" })}</noscript>
<button class="button full">${texts.button}</button>
</form></div>
<p><a href="/account">${back}</a></p>`,
    });
  };

  const change = pages.memberRoute(PATH, {
    get: (visit) => page(visit),
    post: async (visit, form) => {
      const { password: texts, signIn: signInTexts } = accountPageMessages[visit.language];
      const { account, domain } = visit;
      const chosen = form.text("chosen");
      // Where no script can show what is typed, it is typed twice.
      if ((form.all("again")[0] ?? chosen) !== chosen)
        return page(visit, { field: "again", sentence: texts.different });
      const { remoteAddress: address } = visit.request;
      const proof = await signIn({ name: account, domain, password: form.text("current"), address });
      if (proof.is === "throttled")
        return page(visit, { field: "current", sentence: signInTexts.throttled, status: 429 });
      if (proof.is !== "proven") return page(visit, { field: "current", sentence: texts.wrong });
      const result = await setPassword(account, chosen);
      if (result === "short") return page(visit, { field: "chosen", sentence: texts.short(minimum) });
      if (result === "unusable") return page(visit, { field: "chosen", sentence: texts.unusable });
      // This browser's session has ended with all others.
      return redirect("/account?done=password", sessionCookies(sessions, account, visit));
    },
  });

  /** A Well-Known URL for Changing Passwords (W3C): where password managers send people. */
  const wellKnown = pages.route("/.well-known/change-password", { get: () => redirect(PATH) });

  return {
    name: "password",
    title: (language) => accountPageMessages[language].password.title,
    routes: [change, wellKnown],
    notices: (language) => ({ password: accountPageMessages[language].password.changed }),
    show: ({ language }) => {
      const texts = accountPageMessages[language].password;
      return html`<p>${texts.lead}</p>
<p><a class="button quiet" href="${PATH}">${texts.change}</a></p>`;
    },
  };
}
