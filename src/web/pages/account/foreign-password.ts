/** The password of an account whose password is checked elsewhere: the page says where to change it. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { html } from "../html.ts";
import { redirect } from "../layout.ts";
import type { PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

export const foreignPasswordSection = (pages: PageRoutes): AccountSection => ({
  name: "password",
  title: (language) => accountPageMessages[language].password.title,
  routes: [pages.route("/.well-known/change-password", { get: () => redirect("/account") })],
  show: ({ language }) => html`<p>${accountPageMessages[language].password.elsewhere}</p>`,
});
