/** "Apps that are signed in": what can access the account (XEP-0494), browsers on these pages as well, and signing it out. */
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import type { Language } from "../../../messages/language.ts";
import { dateText } from "../../../messages/units.ts";
import { type Html, html, sentenceWith } from "../html.ts";
import { redirect } from "../layout.ts";
import { localTime } from "../local-time.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

export interface OwnApp {
  readonly id: string;
  /** A browser that is signed in on these pages; `software` is its name. */
  readonly isPage: boolean;
  readonly software: string | undefined;
  readonly device: string | undefined;
  /** Milliseconds since 1970. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly isConnected: boolean;
}

/** `account` is a bare JID. */
export interface OwnApps {
  /** The most recently seen first. */
  readonly list: (account: string) => readonly OwnApp[];
  /** Resolves with false where there is none with this id. */
  readonly signOut: (account: string, id: string) => Promise<boolean>;
}

const PATH = "/account/apps";

export function appsSection(pages: PageRoutes, apps: OwnApps): AccountSection {
  const route = pages.memberRoute(PATH, {
    get: () => redirect("/account#apps"),
    post: async ({ account, session }, form) => {
      if (form.text("all") === "yes") {
        const others = apps.list(account).filter(({ id }) => id !== session.id);
        await Promise.all(others.map(({ id }) => apps.signOut(account, id)));
        return redirect("/account?done=others-ended#apps");
      }
      const isEnded = await apps.signOut(account, form.text("id"));
      return redirect(`/account?done=${isEnded ? "ended" : "not-there"}#apps`);
    },
  });

  return {
    name: "apps",
    title: (language) => accountSectionMessages[language].apps.title,
    routes: [route],
    notices: (language) => {
      const { ended, othersEnded, gone } = accountSectionMessages[language].apps;
      return { ended, "others-ended": othersEnded, "not-there": gone };
    },
    show: (visit) => {
      const texts = accountSectionMessages[visit.language].apps;
      const list = apps.list(visit.account);
      return html`<p>${texts.lead}</p>
<ul class="rows flat">${list.map((app) => row(visit, app))}</ul>
${
  list.some(({ id }) => id !== visit.session.id) &&
  html`${visit.formTo(PATH)}<input type="hidden" name="all" value="yes"><button class="button danger">${texts.endOthers}</button></form>`
}`;
    },
  };
}

function row(visit: MemberVisit, { id, firstSeen, lastSeen, isConnected, ...app }: OwnApp): Html {
  const { language, session } = visit;
  const texts = accountSectionMessages[language].apps;
  const name = nameOf(app, language);
  const seen = isConnected ? texts.online : sentenceWith(texts.seen, localTime(lastSeen, language));
  const isOwn = id === session.id;
  return html`<li><div><bdi class="name">${name}</bdi>
<p class="hint">${isOwn ? html`<strong>${texts.thisOne}</strong>` : seen} · ${texts.since(dateText(firstSeen, language))}</p></div>
${!isOwn && html`${visit.formTo(PATH)}<input type="hidden" name="id" value="${id}"><button class="button quiet" aria-label="${texts.endOf(name)}">${texts.end}</button></form>`}</li>`;
}

function nameOf(
  { isPage, software, device }: Pick<OwnApp, "isPage" | "software" | "device">,
  language: Language,
): string {
  const texts = accountSectionMessages[language].apps;
  if (isPage) return software === undefined ? texts.pageUnknown : texts.page(software);
  const given = [software, device].filter((each) => each !== undefined && each !== "");
  return given.length > 0 ? given.join(" · ") : texts.unnamed;
}
