/** Where the form at the foot of each page leads: another language is shown, and remembered. */
import type { HttpRoute } from "../../http.ts";
import { isLanguage } from "../../messages/language.ts";
import { setCookie } from "../cookies.ts";
import { isOwnPath, redirect } from "./layout.ts";
import type { PageRoutes } from "./page-routes.ts";

/** Seconds. */
const REMEMBERED = 365 * 24 * 3600;

export const languageForm = (pages: PageRoutes): HttpRoute =>
  pages.route("/language", {
    get: ({ brand }) => redirect(brand.start),
    post: ({ brand }, form) => {
      const language = form.text("language");
      const path = form.text("path");
      const cookies = isLanguage(language) ? [setCookie("language", language, REMEMBERED)] : [];
      return redirect(isOwnPath(path) ? path : brand.start, cookies);
    },
    needsNoToken: true,
  });
