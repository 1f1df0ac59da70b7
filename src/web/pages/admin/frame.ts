/** What all pages of an administrator have in common: who may see them, the list of sections, a question before what is dangerous. */
import type { HttpRoute } from "../../../http.ts";
import { type AdminPageMessages, adminPageMessages } from "../../../messages/admin-pages.ts";
import { failureText } from "../../../messages/failures.ts";
import type { Language } from "../../../messages/language.ts";
import { webMessages } from "../../../messages/web.ts";
import { OperationError } from "../../../operation-error.ts";
import type { Form } from "../../forms.ts";
import { problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { type PageContent, pageResponse } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import type { AdminOperations } from "./operations.ts";

export type AdminTab = keyof AdminPageMessages["tabs"];

/** Where each section begins. */
const PATHS: Readonly<Record<AdminTab, string>> = {
  state: "/admin",
  people: "/admin/people",
  invitations: "/admin/invitations",
  circles: "/admin/circles",
  rooms: "/admin/rooms",
  servers: "/admin/servers",
  announcement: "/admin/announcement",
  audit: "/admin/audit",
};

const TABS = Object.keys(PATHS) as readonly AdminTab[];

/** An administrator who looks at a page. */
export interface AdminVisit extends MemberVisit {
  readonly operations: AdminOperations;
  readonly messages: AdminPageMessages;
}

type Answer = Response | Promise<Response>;

export interface AdminHandlers {
  readonly get: (visit: AdminVisit) => Answer;
  readonly post?: (visit: AdminVisit, form: Form) => Answer;
  /** Whether a form is dangerous that nobody is asked about: the password is, as after a question. */
  readonly isDangerous?: (form: Form) => boolean;
}

export interface AdminContent extends Omit<PageContent, "head"> {
  readonly tab: AdminTab;
}

export interface Question {
  readonly tab: AdminTab;
  readonly title: string;
  /** What it will do. */
  readonly lead: string;
  /** Further fields of the form. */
  readonly fields?: Html | undefined;
  readonly button: string;
  /** Where its form leads, and what it carries. */
  readonly action: string;
  readonly carries: Readonly<Record<string, string>>;
  /** The page to which it leads back. */
  readonly back: string;
  /** Whether something cannot be undone. */
  readonly isGrave: boolean;
}

export interface AdminFrame {
  route(path: string, handlers: AdminHandlers): HttpRoute;
  page(visit: AdminVisit, content: AdminContent): Response;
  /** Asks whether something is meant; a form whose answer `isConfirmed` has come from there. */
  question(visit: AdminVisit, question: Question): Response;
}

export interface AdminFrameDeps {
  readonly isAdministrator: (account: string) => boolean;
  /** As this account asks for them. */
  readonly operationsFor: (account: string) => AdminOperations;
  readonly adminStyle: string;
}

export const isConfirmed = (form: Form): boolean => form.text("confirmed") === "yes";

export function adminFrame(pages: PageRoutes, deps: AdminFrameDeps): AdminFrame {
  const { isAdministrator, operationsFor, adminStyle } = deps;
  const adminVisit = (visit: MemberVisit): AdminVisit => ({
    ...visit,
    operations: operationsFor(visit.account),
    messages: adminPageMessages[visit.language],
  });
  const refuse = (visit: MemberVisit): Response | undefined =>
    isAdministrator(visit.account) ? undefined : refusedPage(visit);

  const page: AdminFrame["page"] = (visit, { tab, main, ...content }) => {
    const { tabs: titles, title } = visit.messages;
    const nav = html`<nav class="bar" aria-label="${title}">${TABS.map(
      (each) => html`<a href="${PATHS[each]}"${each === tab && html` aria-current="page"`}>${titles[each]}</a>`,
    )}</nav>`;
    return pageResponse(visit, {
      ...content,
      head: html`<link rel="stylesheet" href="${adminStyle}">
`,
      main: html`${nav}
${main}`,
    });
  };

  return {
    page,
    route: (path, { get, post, isDangerous = () => false }) =>
      pages.memberRoute(path, {
        refuse,
        isDangerous: (form) => isConfirmed(form) || isDangerous(form),
        get: (visit) => get(adminVisit(visit)),
        ...(post ? { post: (visit: MemberVisit, form: Form) => post(adminVisit(visit), form) } : {}),
      }),
    question: (visit, { tab, title, lead, fields, button, action, carries, back, isGrave }) =>
      page(visit, {
        tab,
        title,
        main: html`<div class="narrow"><h1>${title}</h1>
<p class="lead">${lead}</p>
${visit.formTo(action)}<input type="hidden" name="confirmed" value="yes">${Object.entries(carries).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields}<p class="row"><button class="button${isGrave && " danger"}">${button}</button> <a class="button quiet" href="${back}">${visit.messages.keep}</a></p></form></div>`,
      }),
  };
}

function refusedPage(visit: MemberVisit): Response {
  const { refused } = adminPageMessages[visit.language];
  return pageResponse(visit, {
    title: refused.title,
    status: 403,
    main: html`<h1>${refused.title}</h1>
<p class="lead">${refused.lead(visit.account)}</p>
<p><a class="button quiet" href="/account">${webMessages[visit.language].toAccount}</a></p>`,
  });
}

/** What was done, or a sentence about why it was not. */
export type Attempt<Result> =
  | { readonly is: "done"; readonly result: Result }
  | { readonly is: "refused"; readonly sentence: string };

export async function attempt<Result>(
  { language }: { readonly language: Language },
  work: () => Result | Promise<Result>,
): Promise<Attempt<Result>> {
  try {
    return { is: "done", result: await work() };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const [sentence] = failureText(error, language);
    return { is: "refused", sentence: beginning(sentence) };
  }
}

/** The command line begins its sentences in lower case; addresses and names stay as they are. */
const beginning = (sentence: string): string =>
  /^\p{Ll}+[ ,']/u.test(sentence) ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;

/** A page about something that is not there. */
export const missing = (frame: AdminFrame, visit: AdminVisit, tab: AdminTab, sentence: string): Response =>
  frame.page(visit, {
    tab,
    title: sentence,
    status: 404,
    main: html`<h1>${visit.messages.tabs[tab]}</h1>
${problem(sentence)}
<p><a href="${PATHS[tab]}">${visit.messages.tabs[tab]}</a></p>`,
  });

/** Links below a list that goes on. `path` is that of its first page. */
export const pager = (
  { messages }: AdminVisit,
  path: string,
  {
    after,
    next,
    query = {},
  }: { readonly after: string; readonly next: string | undefined; readonly query?: Record<string, string> },
): Html | undefined =>
  after === "" && next === undefined
    ? undefined
    : html`<p class="row">${after !== "" && html`<a href="${pathWith(path, query)}">${messages.first}</a>`}
${next !== undefined && html`<a href="${pathWith(path, { ...query, after: next })}">${messages.next}</a>`}</p>`;

/** A path with a query, in characters that `isOwnPath` lets pass; empty values are left out. */
export function pathWith(path: string, query: Readonly<Record<string, string>>): string {
  const fields = Object.entries(query)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encoded(value)}`);
  return fields.length > 0 ? `${path}?${fields.join("&")}` : path;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
