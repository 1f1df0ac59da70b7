/** The page of an invitation. Looking at it uses nothing up: robots that make previews of links look at it as well. */
import type { HttpRoute } from "../../../http.ts";
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import { dateText } from "../../../messages/units.ts";
import { OperationError } from "../../../operation-error.ts";
import { platformOf } from "../../browser-name.ts";
import type { Form } from "../../forms.ts";
import type { ErrorResponse } from "../../site.ts";
import type { WebSessions } from "../../web-sessions.ts";
import { problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { PageRoutes, Visit } from "../page-routes.ts";
import { pictureResponse } from "../picture.ts";
import { qrCode } from "../qr-code.ts";
import { sessionCookies } from "../session-cookie.ts";
import { appList, opensInvitations } from "./app-list.ts";
import type { InvitationPages, Inviter, ShownInvitation } from "./invitation.ts";
import { gonePage, tokenIn } from "./link.ts";
import { isMistyped, type Refused, refusalOf, registrationForm } from "./registration.ts";
import { WELCOME_PATH } from "./welcome.ts";

export interface InvitePageDeps {
  readonly invitations: InvitationPages;
  readonly sessions: Pick<WebSessions, "start" | "end">;
  readonly errorResponse: ErrorResponse;
  /** Of a password, in characters. */
  readonly minimum: number;
  /** Whether there is a chat in the browser. */
  readonly hasChat: boolean;
}

export function invitePage(pages: PageRoutes, deps: InvitePageDeps): HttpRoute {
  const { invitations, sessions, errorResponse, minimum, hasChat } = deps;

  /** The invitation, or the answer where there is none. */
  const found = (visit: Visit, token: string | undefined): ShownInvitation | Response => {
    const { request, remoteAddress } = visit.request;
    const invitation = token === undefined ? "unknown" : invitations.find(token, remoteAddress);
    if (invitation === "throttled") return errorResponse(429, request);
    return invitation === "unknown" || invitation.kind === "password" ? gonePage(visit) : invitation;
  };

  const page = (visit: Visit, invitation: ShownInvitation): Response => {
    const { domain, inviter, accountUri } = invitation;
    const texts = invitePageMessages[visit.language];
    const shownName = inviter && nameOf(inviter);
    const title = shownName === undefined ? texts.titleOfNobody : texts.title(shownName);
    // In a preview, elsewhere, only the name that the inviter has chosen for others to see.
    const previewed = inviter?.name === undefined ? texts.titleOfNobody : title;
    // Where the app that is proposed opens no invitations, the account is made here.
    const isOpenedFirst = accountUri === undefined || opensInvitations(platformOf(visit.request.request));
    const opened = html`<li class="card"><h2>${isOpenedFirst ? texts.open.title : texts.open.instead}</h2>
${opening(visit, invitation, isOpenedFirst)}</li>
`;
    const made =
      accountUri !== undefined &&
      html`<li class="card" id="make"><h2>${isOpenedFirst ? texts.form.title : texts.form.first}</h2>
<p>${texts.form.lead}</p>
${registrationForm(visit, invitation, { minimum })}</li>
`;
    return pageResponse(visit, {
      title,
      head: html`<meta property="og:title" content="${previewed}">
<meta property="og:description" content="${texts.preview(domain)}">
<meta property="og:site_name" content="${domain}">
<meta property="og:type" content="website">
`,
      main: html`<div class="who">${inviter && avatar(visit.path, inviter)}<h1>${title}</h1></div>
<p class="lead">${accountUri === undefined ? texts.contactLead : texts.lead(domain)}</p>
<ol class="steps">
<li class="card"><h2>${texts.apps.title}</h2>
${appList(platformOf(visit.request.request), visit.language)}
${accountUri !== undefined && hasChat && html`<p class="hint">${texts.apps.browser}</p>`}</li>
${isOpenedFirst ? [opened, made] : [made, opened]}
</ol>
${inviter && contactCard(visit, invitation, inviter)}
<p class="hint">${endText(visit, invitation)}</p>`,
    });
  };

  /** The form alone, with what is wrong. */
  const refusedPage = (visit: Visit, invitation: ShownInvitation, name: string, refused: Refused): Response => {
    const { form: texts } = invitePageMessages[visit.language];
    return pageResponse(visit, {
      title: texts.alone,
      status: refused.status,
      main: html`<h1>${texts.alone}</h1>
${problem(refused.sentence)}
<div class="card">${registrationForm(visit, invitation, { minimum, name, refused })}</div>
<p><a href="${visit.path}">${texts.back}</a></p>`,
    });
  };

  const register = async (visit: Visit, token: string, invitation: ShownInvitation, form: Form): Promise<Response> => {
    const texts = invitePageMessages[visit.language].form;
    const name = form.text("name").trim();
    const refuse = (refused: Refused): Response => refusedPage(visit, invitation, name, refused);
    if (invitation.name === undefined && name === "")
      return refuse({ field: "name", sentence: texts.noName, status: 422 });
    if (isMistyped(form)) return refuse({ field: "again", sentence: texts.different, status: 422 });
    try {
      const account = await invitations.register(token, invitation.name ?? name, form.text("password"));
      if (visit.session) sessions.end(visit.session.token);
      return redirect(WELCOME_PATH, sessionCookies(sessions, account, visit));
    } catch (error) {
      const refused = refusalOf(error, visit.language, minimum);
      return refused ? refuse(refused) : gonePage(visit);
    }
  };

  const accept = async (visit: Visit, token: string, account: string): Promise<Response> => {
    try {
      await invitations.accept(token, account);
      return redirect("/account?done=contact");
    } catch (error) {
      if (error instanceof OperationError) return gonePage(visit);
      throw error;
    }
  };

  return pages.route("/invite/", {
    get: (visit) => {
      const link = tokenIn(visit.path);
      const invitation = found(visit, link?.token);
      if (invitation instanceof Response) return invitation;
      if (link?.rest === "") return page(visit, invitation);
      const { inviter } = invitation;
      const picture = link?.rest === "picture" && inviter ? invitations.pictureOf(inviter.account) : undefined;
      return picture ? pictureResponse(picture) : errorResponse(404, visit.request.request);
    },
    post: async (visit, form) => {
      const link = tokenIn(visit.path);
      const invitation = found(visit, link?.rest === "" ? link.token : undefined);
      if (invitation instanceof Response) return invitation;
      const token = link?.token ?? "";
      if (form.text("accept") === "yes" && visit.account !== undefined) return accept(visit, token, visit.account);
      return invitation.accountUri === undefined ? gonePage(visit) : register(visit, token, invitation, form);
    },
  });
}

const nameOf = ({ account, name }: Inviter): string => name ?? account.slice(0, account.indexOf("@"));

/** The picture, or the first letter. */
const avatar = (path: string, inviter: Inviter): Html =>
  inviter.hasPicture
    ? html`<img class="avatar" src="${path}/picture" alt="" width="72" height="72">`
    : html`<span class="avatar" aria-hidden="true">${[...nameOf(inviter)][0]?.toUpperCase() ?? ""}</span>`;

function opening(visit: Visit, { accountUri, contactUri, inviter, url }: ShownInvitation, isUsual: boolean): Html {
  const { open: texts } = invitePageMessages[visit.language];
  const isComputer = platformOf(visit.request.request) === "computer";
  const uri = accountUri ?? contactUri;
  const name = inviter && nameOf(inviter);
  const then = accountUri === undefined ? texts.contact : texts.accountWith;
  const code = url ?? uri;
  const scanned = code !== undefined && html`<p>${texts.scan}</p>${qrCode(code, texts.code)}`;
  return html`<p>${name === undefined ? texts.account : then(name)}</p>
${uri !== undefined && html`<p><a class="button ${!isUsual && "quiet"} full" href="${uri}">${texts.button}</a></p>`}
${isComputer ? scanned : html`<details><summary>${texts.onPhone}</summary>${scanned}</details>`}`;
}

/** For who has an address already: on this server, where somebody is signed in, or on any other. */
function contactCard(visit: Visit, { contactUri, accountUri }: ShownInvitation, inviter: Inviter): Html | undefined {
  const { contact: texts } = invitePageMessages[visit.language];
  const name = nameOf(inviter);
  const card = (content: Html): Html => html`<section class="card"><h2>${texts.title}</h2>${content}</section>`;
  if (visit.account === inviter.account) return html`<p class="notice good">${texts.own}</p>`;
  const here =
    visit.account !== undefined &&
    html`${visit.formTo(visit.path)}<input type="hidden" name="accept" value="yes"><button class="button full">${texts.here(name, visit.account)}</button></form>`;
  // Where no account is made of the invitation, the link is in the second step already.
  if (contactUri === undefined || (accountUri === undefined && !here)) return undefined;
  return card(html`<p>${texts.lead(name)}</p>
${here}
<p><a class="button quiet full" href="${contactUri}">${texts.button(name)}</a></p>
<details><summary>${texts.scan}</summary>${qrCode(contactUri, texts.code(name))}</details>`);
}

function endText({ language }: Visit, { uses, expires }: ShownInvitation): string {
  const texts = invitePageMessages[language];
  const date = dateText(expires, language);
  return uses > 1 ? texts.endsFor(uses, date) : texts.ends(date);
}
