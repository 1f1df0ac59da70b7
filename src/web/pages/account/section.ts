/** A part of the account's page. Each is a file: what it shows there, and the pages that it has besides. */
import type { HttpRoute } from "../../../http.ts";
import type { Language } from "../../../messages/language.ts";
import type { Html } from "../html.ts";
import type { MemberVisit } from "../page-routes.ts";

export interface AccountSection {
  /** "files": its place on the page, and its pages below /account/. */
  readonly name: string;
  readonly title: (language: Language) => string;
  readonly show: (visit: MemberVisit) => Html;
  readonly routes: readonly HttpRoute[];
  /** By what `?done=` says: a sentence about what has just been done. */
  readonly notices?: (language: Language) => Readonly<Record<string, string>>;
}
