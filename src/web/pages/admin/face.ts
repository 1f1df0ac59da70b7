/** What somebody looks like: the picture, where they show one to everybody; the first letter of the address otherwise. */
import type { HttpRoute } from "../../../http.ts";
import { type Html, html } from "../html.ts";
import { type Picture, pictureResponse } from "../picture.ts";
import { type AdminFrame, attempt, pathWith } from "./frame.ts";

const PATH = "/admin/people/picture";

/** The letter is seen through it. */
const NOTHING: Picture = {
  type: "image/svg+xml",
  bytes: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
};

/** The picture lies over the letter; each is asked for alone, when it comes into view. */
export const face = (account: string): Html =>
  html`<span class="face" aria-hidden="true">${[...account][0]?.toUpperCase()}<img src="${pathWith(PATH, { jid: account })}" alt="" width="40" height="40" loading="lazy"></span>`;

export const facePage = (frame: AdminFrame): HttpRoute =>
  frame.route(PATH, {
    get: async (visit) => {
      const found = await attempt(visit, () => visit.operations.people.picture(visit.query.get("jid") ?? ""));
      const picture = found.is === "done" ? found.result : undefined;
      return pictureResponse(picture ?? NOTHING);
    },
  });
