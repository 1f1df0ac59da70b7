/** "Picture and name": what somebody's contacts see. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import { sizeText } from "../../../messages/units.ts";
import { OperationError } from "../../../operation-error.ts";
import type { Form } from "../../forms.ts";
import type { ErrorResponse } from "../../site.ts";
import { field, problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import { type Picture, pictureResponse } from "../picture.ts";
import type { AccountSection } from "./section.ts";

/** `account` is a bare JID. */
export interface OwnProfile {
  /** Bytes of a picture. */
  readonly maxPicture: number;
  readonly nameOf: (account: string) => string | undefined;
  readonly pictureOf: (account: string) => Picture | undefined;
  /** Empty removes it. Rejects with OperationError name-too-long, disk-full. */
  readonly setName: (account: string, name: string) => Promise<void>;
  /** Undefined removes it. Rejects with OperationError not-a-picture, picture-too-large, disk-full. */
  readonly setPicture: (account: string, bytes: Uint8Array | undefined) => Promise<void>;
}

interface Refused {
  readonly field?: "picture" | "name";
  readonly sentence: string;
  readonly status?: number;
  /** The name that was typed. */
  readonly name?: string;
}

const PATH = "/account/profile";
const PICTURE_PATH = "/account/picture";
/** Bytes of a file that is read at all; one that is larger than a picture may be is refused on the page. */
const MAX_UPLOAD = 1_000_000;

export function profileSection(pages: PageRoutes, profile: OwnProfile, errorResponse: ErrorResponse): AccountSection {
  const page = (visit: MemberVisit, refused?: Refused): Response => {
    const texts = accountSectionMessages[visit.language].profile;
    const { back } = accountPageMessages[visit.language];
    const { account, language } = visit;
    const picture = profile.pictureOf(account);
    const error = refused?.field === "picture" ? refused.sentence : undefined;
    return pageResponse(visit, {
      title: texts.title,
      status: refused ? (refused.status ?? 422) : 200,
      main: html`<h1>${texts.title}</h1>
${problem(refused?.sentence)}
<p class="lead">${texts.lead}</p>
<section class="card"><h2>${texts.picture}</h2>
${picture ? shownPicture(texts.picture) : html`<p>${texts.noPicture}</p>`}
${visit.formTo(PATH, true)}<input type="hidden" name="what" value="picture">
<div class="field"><label for="picture">${texts.choose}</label>
<input id="picture" name="picture" type="file" accept="image/jpeg,image/png,image/gif,image/webp" required data-square="preview" aria-describedby="picture-note"${error !== undefined && html` aria-invalid="true"`}>
<p class="${error === undefined ? "hint" : "error"}" id="picture-note">${error ?? texts.chooseHint(sizeText(profile.maxPicture, language))}</p>
<img class="avatar" id="preview" alt="" width="72" height="72" hidden></div>
<button class="button full">${texts.upload}</button></form>
${picture && html`${visit.formTo(PATH)}<input type="hidden" name="what" value="nothing"><p class="row"><button class="button danger">${texts.removePicture}</button></p></form>`}
</section>
<section class="card"><h2>${texts.name}</h2>
${visit.formTo(PATH)}<input type="hidden" name="what" value="name">
${field({
  ...{ name: "name", label: texts.name, autocomplete: "nickname", isOptional: true, hint: texts.nameHint },
  value: refused?.name ?? profile.nameOf(account),
  error: refused?.field === "name" ? refused.sentence : undefined,
})}
<button class="button full">${texts.saveName}</button></form></section>
<p><a href="/account">${back}</a></p>`,
    });
  };

  /** The key of the notice. */
  const change = async (account: string, form: Form): Promise<string | undefined> => {
    const picture = form.file("picture");
    switch (form.text("what")) {
      case "name":
        await profile.setName(account, form.text("name"));
        return "name";
      case "nothing":
        await profile.setPicture(account, undefined);
        return "no-picture";
      default:
        if (picture) await profile.setPicture(account, picture);
        return picture && "picture";
    }
  };

  const refusalOf = (error: unknown, visit: MemberVisit, name: string): Refused => {
    const texts = accountSectionMessages[visit.language].profile;
    if (!(error instanceof OperationError)) throw error;
    switch (error.reason) {
      case "name-too-long":
        return { field: "name", sentence: texts.nameTooLong(error.details.maximum), name };
      case "picture-too-large":
        return {
          field: "picture",
          sentence: texts.tooLarge(sizeText(profile.maxPicture, visit.language)),
          status: 413,
        };
      case "not-a-picture":
        return { field: "picture", sentence: texts.notAPicture };
      default:
        return { sentence: accountSectionMessages[visit.language].invite.full, status: 503, name };
    }
  };

  const form = pages.memberRoute(PATH, {
    get: (visit) => page(visit),
    fileBytes: MAX_UPLOAD,
    post: async (visit, sent) => {
      try {
        const done = await change(visit.account, sent);
        if (done !== undefined) return redirect(`/account?done=${done}`);
        const { noFile } = accountSectionMessages[visit.language].profile;
        return page(visit, { field: "picture", sentence: noFile });
      } catch (error) {
        return page(visit, refusalOf(error, visit, sent.text("name")));
      }
    },
  });
  const picture = pages.memberRoute(PICTURE_PATH, {
    get: ({ account, request }) => {
      const own = profile.pictureOf(account);
      return own ? pictureResponse(own) : errorResponse(404, request.request);
    },
  });

  return {
    name: "profile",
    title: (language) => accountSectionMessages[language].profile.title,
    routes: [form, picture],
    notices: (language) => {
      const { pictureChanged, pictureRemoved, nameChanged } = accountSectionMessages[language].profile;
      return { picture: pictureChanged, "no-picture": pictureRemoved, name: nameChanged };
    },
    show: ({ account, language }) => {
      const texts = accountSectionMessages[language].profile;
      const name = profile.nameOf(account);
      return html`<div class="who">${profile.pictureOf(account) && shownPicture(texts.picture)}
<p class="name">${name === undefined ? texts.noName : html`<strong><bdi>${name}</bdi></strong>`}</p></div>
<p><a class="button quiet" href="${PATH}">${texts.change}</a></p>`;
    },
  };
}

const shownPicture = (alternative: string): Html =>
  html`<img class="avatar" src="${PICTURE_PATH}" alt="${alternative}" width="72" height="72">`;
