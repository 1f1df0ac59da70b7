/** The chat in the browser: converse.js in a page of its own, for whoever is signed in on the pages. */
import type { HttpRoute } from "../../../http.ts";
import { BOSH_PATH, WEBSOCKET_PATH } from "../../../http.ts";
import { chatMessages } from "../../../messages/chat.ts";
import { CONVERSE_PATH, CONVERSE_STYLES } from "../../chat-assets.ts";
import type { OneTimePasswords } from "../../one-time-passwords.ts";
import { html } from "../html.ts";
import { documentResponse, MARK } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import { ABOUT_PATH, aboutChat } from "./about.ts";
import { MANIFEST_PATH, manifest } from "./manifest.ts";

export interface Chat {
  readonly passwords: Pick<OneTimePasswords, "issue">;
  /** Where files are that people here have sent: an origin; undefined where there is none. */
  readonly fileOrigin: () => string | undefined;
}

const PATH = "/chat";
const PASSWORD_PATH = "/chat/password";

export const chatPages = (pages: PageRoutes, chat: Chat): readonly HttpRoute[] => [
  pages.memberRoute(PATH, { get: (visit) => page(visit, chat.fileOrigin()) }),
  passwordRoute(pages, chat.passwords),
  aboutChat(pages),
  manifest(pages),
];

/** Only a script of the page above can read the answer; a form of another page would not have its token. */
const passwordRoute = (pages: PageRoutes, passwords: Chat["passwords"]): HttpRoute => {
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  return pages.memberRoute(PASSWORD_PATH, {
    get: () => new Response(null, { status: 405, headers: { ...headers, allow: "POST" } }),
    post: ({ account, session }) => Response.json({ jid: account, password: passwords.issue(session) }, { headers }),
  });
};

function page(visit: MemberVisit, fileOrigin: string | undefined): Response {
  const { brand, domain, language, account } = visit;
  const { assets } = brand;
  const texts = chatMessages[language];
  const { host } = new URL(visit.request.request.url);
  const files = [...new Set([`https://${host}`, ...(fileOrigin === undefined ? [] : [fileOrigin])])];
  const settings = {
    ...{ jid: account, language, token: visit.formToken(), password: PASSWORD_PATH },
    ...{ websocket: WEBSOCKET_PATH, bosh: BOSH_PATH, converse: CONVERSE_PATH, icon: assets.icon },
    fileHosts: files.map((origin) => new URL(origin).hostname),
    texts: { password: texts.password, changePassword: texts.changePassword, lists: texts.lists },
  };
  return documentResponse(visit, {
    title: texts.title,
    policy: policyFor(host, files),
    head: html`<meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#131816" media="(prefers-color-scheme: dark)">
<link rel="manifest" href="${MANIFEST_PATH}">
<link rel="apple-touch-icon" href="${assets.icon192}">
<link rel="stylesheet" href="${CONVERSE_PATH}converse.min.css">
<link rel="stylesheet" href="${assets.chatStyle}">
<script type="module" src="${assets.chatScript}"></script>`,
    body: html`<body class="chat converse-fullscreen" data-settings="${JSON.stringify(settings)}">
<header class="bar"><a href="/account">${texts.back}</a><strong>${domain}</strong><a href="${ABOUT_PATH}">${texts.about}</a></header>
<main id="main">
<noscript><p class="notice bad">${texts.noScript}</p></noscript>
<p class="state" id="loading" hidden>${texts.loading}</p>
<p class="state" id="failed" role="alert" hidden>${texts.failed}</p>
<p class="state" id="ended" role="alert" hidden>${texts.ended} <a class="button" href="${PATH}">${texts.again}</a></p>
<div class="welcome">${MARK}<p>${texts.welcome}</p><p>${texts.encrypted}</p></div>
<converse-root></converse-root>
</main>
</body>`,
  });
}

/**
 * Nothing is loaded from elsewhere, pictures neither. converse.js sets style attributes (colours, sizes).
 * Safari before 15.4 does not take a WebSocket of the same origin for 'self'.
 */
function policyFor(host: string, files: readonly string[]): string {
  const own = ["'self'", ...files].join(" ");
  return [
    ...[
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' ${CONVERSE_STYLES}`,
      "style-src-attr 'unsafe-inline'",
    ],
    ...[`img-src ${own} data: blob:`, `media-src ${own} blob:`, "font-src 'self'"],
    ...[`connect-src ${own} wss://${host}`, "manifest-src 'self'"],
    ...["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"],
  ].join("; ");
}
