/** The layout: what every page has around its own content. */
import { LANGUAGES, type Language } from "../../messages/language.ts";
import { LANGUAGE_NAMES, type WebMessages } from "../../messages/web.ts";
import type { AssetPaths } from "../assets.ts";
import { type Html, html } from "./html.ts";

/** What all pages of this server have in common. */
export interface Brand {
  /** The domain that is meant by the name in Host; without one, by none: the first. */
  readonly domainOf: (host?: string) => string;
  /** The option web.accent. */
  readonly accent: string;
  readonly assets: AssetPaths;
  /** The path of the first page. */
  readonly start: string;
}

/** For whom a page is made. */
export interface PageContext {
  readonly brand: Brand;
  readonly domain: string;
  readonly language: Language;
  readonly texts: WebMessages;
  /** Who is signed in: a bare JID. */
  readonly account: string | undefined;
  /** Where another language is shown: a path that GET answers. */
  readonly path: string;
  /** Set-Cookie header fields. */
  readonly cookies: readonly string[];
}

export interface PageContent {
  readonly title: string;
  readonly main: Html;
  /** Further elements of <head>. */
  readonly head?: Html;
  /** 200 by default. */
  readonly status?: number;
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Content-Security-Policy of every page; one with a script of its own may add to it. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Of every page. Nothing of them is kept by a cache: what is on them depends on who asks. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": PAGE_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

export function pageResponse(
  context: PageContext,
  { title, main, head, status = 200, headers = {} }: PageContent,
): Response {
  const document = documentOf(context, title, headOf(context, head), bodyOf(context, main));
  return responseOf(context, document, status, headers);
}

/** A page that has the whole window to itself, with a style, a script and a policy of its own. */
export interface WholeDocument {
  readonly title: string;
  /** Its elements of <head>, beyond those of every page. */
  readonly head: Html;
  /** <body> itself. */
  readonly body: Html;
  /** Content-Security-Policy. */
  readonly policy: string;
}

export function documentResponse(context: PageContext, { title, head, body, policy }: WholeDocument): Response {
  return responseOf(context, documentOf(context, title, head, body), 200, { "content-security-policy": policy });
}

function responseOf(
  { language, cookies }: PageContext,
  document: Html,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  const response = new Response(`<!doctype html>\n${document}\n`, {
    status,
    headers: { ...HEADERS, "content-language": language, ...headers },
  });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

/** 303: after a form, so that reloading the page does not send it again. `path` is one of ours. */
export function redirect(path: string, cookies: readonly string[] = []): Response {
  const response = new Response(null, { status: 303, headers: { location: path, "cache-control": "no-store" } });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

/** A path here: not "//example.org", which leads elsewhere, nor what a browser would read as that. */
export const isOwnPath = (path: string): boolean => /^\/(?![/\\])[\w\-./?=&%~]*$/.test(path);

/** The mark of assets/icon.svg, in the colour of the text around it. */
export const MARK = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M12 2 2 10.5V20a1 1 0 0 0 1 1h11l5 2.5V21h2a1 1 0 0 0 1-1v-9.500L12 2ZM8 12h8v2H8v-2Zm0 3.500h5v2H8v-2Z"/></svg>`;

const documentOf = ({ brand, domain, language }: PageContext, title: string, head: Html, body: Html): Html =>
  html`<html lang="${language}" data-accent="${brand.accent}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${domain}</title>
<link rel="icon" href="${brand.assets.icon}" type="image/svg+xml">
${head}
</head>
${body}
</html>`;

const headOf = ({ brand }: PageContext, more?: Html): Html => html`<link rel="stylesheet" href="${brand.assets.style}">
<script src="${brand.assets.script}" defer></script>
${more}`;

const bodyOf = (context: PageContext, main: Html): Html => {
  const { brand, domain, texts, account } = context;
  return html`<body>
<a class="skip" href="#main">${texts.skip}</a>
<header class="top"><a class="home" href="${brand.start}">${MARK}<span>${domain}</span></a>${account !== undefined && html`<a class="jid" href="/account">${account}</a>`}</header>
<main id="main">
${main}
</main>
<footer>${languageForm(context)}</footer>
</body>`;
};

const languageForm = ({ language, texts, path }: PageContext): Html =>
  html`<form method="post" action="/language" aria-label="${texts.language}"><input type="hidden" name="path" value="${path}">${LANGUAGES.map(
    (each) =>
      each === language
        ? html`<span aria-current="true">${LANGUAGE_NAMES[each]}</span>`
        : html`<button name="language" value="${each}" lang="${each}">${LANGUAGE_NAMES[each]}</button>`,
  )}</form>`;
