/** "Invite somebody": the links that somebody makes, and those that nobody has used yet. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import { dateText } from "../../../messages/units.ts";
import { problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import { invitationForm, type TypedInvitation, typedIn, wishOf } from "./invitation-form.ts";
import { issuedCard } from "./issued-invitation.ts";
import { type InvitationRefused, type OwnInvitations, refusalOf } from "./own-invitations.ts";
import type { AccountSection } from "./section.ts";

const PATH = "/account/invite";

export function invitationsSection(pages: PageRoutes, invitations: OwnInvitations): AccountSection {
  const page = (visit: MemberVisit, typed?: TypedInvitation, refused?: InvitationRefused): Response => {
    const texts = accountSectionMessages[visit.language].invite;
    const rights = invitations.rightsOf(visit.account);
    const mayInvite = rights.accounts || rights.contacts;
    return pageResponse(visit, {
      title: texts.title,
      status: refused ? (refused.status ?? 422) : 200,
      main: html`<h1>${texts.title}</h1>
${problem(refused?.sentence)}
<p class="lead">${mayInvite ? (rights.accounts ? texts.leadAccount : texts.lead) : texts.mayNot}</p>
${mayInvite && html`<div class="card">${invitationForm(visit, PATH, { rights, circles: invitations.circles(), typed, refused })}</div>`}
${openList(visit)}
<p><a href="/account">${accountPageMessages[visit.language].back}</a></p>`,
    });
  };

  const openList = (visit: MemberVisit): Html | undefined => {
    const texts = accountSectionMessages[visit.language].invite;
    const open = invitations.list(visit.account);
    if (open.length === 0) return undefined;
    return html`<h2 id="open">${texts.listTitle}</h2>
<ul class="card rows">${open.map(({ id, note = texts.unnamed, uses, circle, expires }) => {
      const facts = [
        ...(uses > 1 ? [texts.left(uses)] : []),
        ...(circle === undefined ? [] : [texts.inCircle(circle)]),
        texts.until(dateText(expires, visit.language)),
      ];
      return html`<li><div><bdi class="name">${note}</bdi><p class="hint">${facts.join(" · ")}</p></div>
${visit.formTo(PATH)}<input type="hidden" name="revoke" value="${id}"><button class="button quiet" aria-label="${texts.revokeOf(note)}">${texts.revoke}</button></form></li>`;
    })}</ul>`;
  };

  /** Not after a redirect: the link is known now, and never again. */
  const issuedPage = (visit: MemberVisit, issued: Awaited<ReturnType<OwnInvitations["create"]>>): Response => {
    const texts = accountSectionMessages[visit.language].invite;
    const { back } = accountPageMessages[visit.language];
    return pageResponse(visit, {
      title: texts.linkTitle,
      main: html`<h1>${texts.linkTitle}</h1>
<p class="lead">${texts.linkLead}</p>
${issuedCard(issued, visit.language, invitePageMessages[visit.language].preview(visit.domain))}
<p class="row"><a class="button quiet" href="${PATH}">${texts.another}</a> <a class="button quiet" href="/account">${back}</a></p>`,
    });
  };

  const route = pages.memberRoute(PATH, {
    get: (visit) => page(visit),
    post: async (visit, form) => {
      const { account } = visit;
      const revoked = form.text("revoke");
      if (revoked !== "") {
        await invitations.revoke(account, revoked);
        return redirect("/account?done=revoked#invite");
      }
      const typed = typedIn(form);
      const wish = wishOf(typed, visit.language);
      if ("sentence" in wish) return page(visit, typed, wish);
      try {
        return issuedPage(visit, await invitations.create(account, wish));
      } catch (error) {
        return page(visit, typed, refusalOf(error, visit.language));
      }
    },
  });

  return {
    name: "invite",
    title: (language) => accountSectionMessages[language].invite.title,
    routes: [route],
    notices: (language) => ({
      revoked: accountSectionMessages[language].invite.revoked,
      contact: accountSectionMessages[language].invite.isContact,
    }),
    show: ({ account, language }) => {
      const texts = accountSectionMessages[language].invite;
      const { accounts, contacts } = invitations.rightsOf(account);
      const open = invitations.list(account).length;
      if (!accounts && !contacts) return html`<p>${texts.mayNot}</p>`;
      return html`<p>${accounts ? texts.leadAccount : texts.lead}</p>
<p class="row"><a class="button quiet" href="${PATH}">${texts.make}</a></p>
${open > 0 && html`<p class="hint"><a href="${PATH}#open">${texts.open(open)}</a></p>`}`;
    },
  };
}
