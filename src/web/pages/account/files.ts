/** "My files": what somebody has uploaded (XEP-0363), the newest first, and deletes again. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import type { Language } from "../../../messages/language.ts";
import { dateText, sizeText } from "../../../messages/units.ts";
import { done, problem } from "../form-fields.ts";
import { type Html, html, sentenceWith } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import { localTime } from "../local-time.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

export interface OwnFile {
  readonly id: string;
  /** As its owner's app has named it. */
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly uploaded: number;
  /** When it is deleted by itself; undefined for never. */
  readonly until: number | undefined;
  /** Where it is opened: an address of this server. */
  readonly url: string | undefined;
}

/** `account` is a bare JID. */
export interface OwnFiles {
  /** The newest first. `after` is `next` of the page before; undefined, and for anything else, the first page. */
  readonly page: (
    account: string,
    count: number,
    after: string | undefined,
  ) => { readonly files: readonly OwnFile[]; readonly next: string | undefined };
  readonly total: (account: string) => { readonly files: number; readonly bytes: number };
  /** Those of these ids that are the account's. */
  readonly named: (account: string, ids: readonly string[]) => readonly OwnFile[];
  /** Passes over ids that are not the account's. */
  readonly remove: (account: string, ids: readonly string[]) => Promise<void>;
}

const PATH = "/account/files";
/** A form has room for all their boxes. */
const PAGE_SIZE = 50;

export function filesSection(pages: PageRoutes, files: OwnFiles): AccountSection {
  const page = (visit: MemberVisit, sentence?: string): Response => {
    const { files: texts, back } = accountPageMessages[visit.language];
    const after = visit.query.get("after") ?? undefined;
    const { files: shown, next } = files.page(visit.account, PAGE_SIZE, after);
    return pageResponse(visit, {
      title: texts.title,
      status: sentence === undefined ? 200 : 422,
      main: html`<h1>${texts.title}</h1>
${problem(sentence)}${done(visit.query.get("done") === "removed" ? texts.removed : undefined)}
<p class="lead">${shown.length > 0 ? texts.lead : texts.none}</p>
${
  shown.length > 0 &&
  html`${visit.formTo(PATH)}<ul class="card rows">${shown.map((file) => row(file, visit.language))}</ul>
<button class="button danger">${texts.remove}</button></form>`
}
<p class="row">${after !== undefined && html`<a href="${PATH}">${texts.newest}</a>`}
${next !== undefined && html`<a href="${PATH}?after=${encodeURIComponent(next)}">${texts.older}</a>`}
<a href="/account">${back}</a></p>`,
    });
  };

  const confirmation = (visit: MemberVisit, chosen: readonly OwnFile[]): Response => {
    const texts = accountPageMessages[visit.language].files;
    const title = texts.confirmTitle(chosen.length);
    return pageResponse(visit, {
      title,
      main: html`<h1>${title}</h1>
<p class="lead">${texts.confirmLead}</p>
<ul class="card rows">${chosen.map((file) => html`<li><bdi class="name">${file.name}</bdi><span class="hint">${sizeText(file.bytes, visit.language)}</span></li>`)}</ul>
${visit.formTo(PATH)}<input type="hidden" name="confirmed" value="yes">${chosen.map(({ id }) => html`<input type="hidden" name="file" value="${id}">`)}
<p class="row"><button class="button danger">${texts.confirm}</button> <a class="button quiet" href="${PATH}">${texts.keep}</a></p></form>`,
    });
  };

  const route = pages.memberRoute(PATH, {
    get: (visit) => page(visit),
    post: async (visit, form) => {
      const { account } = visit;
      const ids = form.all("file");
      if (form.text("confirmed") === "yes") {
        await files.remove(account, ids);
        return redirect(`${PATH}?done=removed`);
      }
      const chosen = files.named(account, ids);
      const texts = accountPageMessages[visit.language].files;
      return chosen.length > 0 ? confirmation(visit, chosen) : page(visit, texts.nothingChosen);
    },
  });

  return {
    name: "files",
    title: (language) => accountPageMessages[language].files.title,
    routes: [route],
    show: ({ account, language }) => {
      const texts = accountPageMessages[language].files;
      const { files: count, bytes } = files.total(account);
      if (count === 0) return html`<p>${texts.none}</p>`;
      return html`<p>${texts.total(count, sizeText(bytes, language))}</p>
<p><a class="button quiet" href="${PATH}">${texts.show}</a></p>`;
    },
  };
}

function row({ id, name, bytes, uploaded, until, url }: OwnFile, language: Language): Html {
  const texts = accountPageMessages[language].files;
  const shown =
    url === undefined
      ? html`<bdi class="name">${name}</bdi>`
      : html`<a class="name" href="${url}"><bdi>${name}</bdi></a>`;
  return html`<li><input type="checkbox" name="file" value="${id}" id="file-${id}" aria-label="${texts.choose(name)}">
<div>${shown}
<p class="hint">${sizeText(bytes, language)} · ${sentenceWith(texts.sent, localTime(uploaded, language))}${
    until !== undefined && html` · ${texts.until(dateText(until, language))}`
  }</p></div></li>`;
}
