/** The pages of setup over HTTP: who asks is looked at first, then what is shown or answered. */
import { randomBytes } from "node:crypto";
import type { HttpRequest, HttpRoute } from "../../src/http.ts";
import { isLanguage, type Language } from "../../src/messages/language.ts";
import { setupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { webMessages } from "../../src/messages/web.ts";
import { formTokens, isFromElsewhere } from "../../src/web/form-tokens.ts";
import { type Form, FormError, readForm } from "../../src/web/forms.ts";
import { type Html, html } from "../../src/web/pages/html.ts";
import { languageIn } from "../../src/web/pages/language.ts";
import { type Brand, PAGE_POLICY, type PageContext, pageResponse, redirect } from "../../src/web/pages/layout.ts";
import type { ErrorResponse } from "../../src/web/site.ts";
import type { Conversation } from "./conversation.ts";
import { setupCookie, setupCookieOf } from "./cookies.ts";
import type { Entrance, Refusal } from "./entrance.ts";
import { entrancePage } from "./entrance-page.ts";
import { FIELDS, GO, MAX_ANSWER } from "./question-form.ts";
import { screenPage } from "./screen-page.ts";
import { UPLOAD_PATH, type Uploads, uploadRoute } from "./upload-route.ts";

/** Who is asked: the wizard as it goes on, in one language after the other. */
export interface Host {
  /** Undefined before the first browser has come in. */
  readonly conversation: () => Conversation | undefined;
  readonly language: () => Language | undefined;
  /** A browser has been let in; the wizard begins, if it has not. */
  readonly entered: (language: Language, remoteAddress: string) => void;
  /** The browser that is in has sent a request. */
  readonly visited: (remoteAddress: string) => void;
  readonly changeLanguage: (language: Language) => void;
  /** Resolves when there is a question, or all is over. */
  readonly settled: () => Promise<void>;
  /** The last page has been fetched. */
  readonly closed: () => void;
  /** Whether the server that was set up runs. */
  readonly isUp: () => Promise<boolean>;
  /** For the file of a backup. */
  readonly uploads: Uploads;
}

export interface SetupRoutesDeps {
  readonly brand: Brand;
  /** Of the style sheet and the script of these pages. */
  readonly assets: { readonly style: string; readonly script: string };
  readonly entrance: Entrance;
  readonly host: Host;
  readonly errorResponse: ErrorResponse;
  /** Milliseconds for which a form's answer waits for the next question. */
  readonly patienceMs: number;
}

const START = "/";
/** Behind which a page tells that a form came too late. */
const LATE = "late";
/** Bytes: an answer of the longest, percent-encoded, and what stands beside it. */
const MAX_FORM_BYTES = 50_000;
/** Seconds until a page without script looks again. */
const REFRESH_SECONDS = 3;
const POLICY = { "content-security-policy": `${PAGE_POLICY}; connect-src 'self'` };

export function setupRoutes(deps: SetupRoutesDeps): readonly HttpRoute[] {
  const { brand, assets, entrance, host, errorResponse, patienceMs } = deps;
  const tokens = formTokens(randomBytes(32));

  const isInside = ({ request }: HttpRequest): boolean => entrance.isInside(setupCookieOf(request, "setup"));

  /** What each page is made with; whoever has no cookie yet gets one, for the token of its forms. */
  const visitOf = (request: HttpRequest) => {
    const asked = request.request;
    const inside = isInside(request) ? setupCookieOf(asked, "setup") : undefined;
    const cookies: string[] = [];
    let visitor = inside ?? setupCookieOf(asked, "visitor");
    if (visitor === undefined) {
      visitor = randomBytes(16).toString("base64url");
      cookies.push(setupCookie("visitor", visitor));
    }
    const chosen = setupCookieOf(asked, "language");
    const own = isLanguage(chosen) ? chosen : languageIn(asked.headers.get("accept-language") ?? "");
    const language = (inside === undefined ? undefined : host.language()) ?? own;
    const token = tokens.tokenFor(visitor);
    const form: Html = html`<form method="post" action="${START}"><input type="hidden" name="token" value="${token}">`;
    const context: PageContext = {
      ...{ brand, language, cookies },
      domain: brand.domainOf(),
      texts: webMessages[language],
      account: undefined,
      path: START,
    };
    return { context, form, token, texts: setupBrowserMessages[language], isInside: inside !== undefined };
  };

  /** `isLive`: it changes by itself, so that a script looks again, or without one the browser does. */
  const respond = (context: PageContext, page: { title: string; main: Html; status?: number; isLive?: boolean }) =>
    pageResponse(context, {
      ...page,
      headers: POLICY,
      head: html`<link rel="stylesheet" href="${assets.style}">
${page.isLive && html`<script src="${assets.script}" defer></script><noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}"></noscript>`}`,
    });

  const entranceResponse = (request: HttpRequest, refusal?: Refusal): Response => {
    const { context, form, texts } = visitOf(request);
    const typed = refusal === undefined ? (new URLSearchParams(request.query).get(FIELDS.code) ?? "") : "";
    return respond(context, entrancePage(entrance, { texts, form, typed: typed.slice(0, 20), refusal }));
  };

  const get = async (request: HttpRequest): Promise<Response> => {
    const conversation = host.conversation();
    if (conversation === undefined || !isInside(request)) return entranceResponse(request);
    host.visited(request.remoteAddress);
    const { context, form, token, texts } = visitOf(request);
    const screen = conversation.screen();
    const { now } = screen;
    if (now.kind === "closed" && !now.isFailure) host.closed();
    const isStarting = now.kind === "closed" && now.next !== undefined && !(await host.isUp());
    const problems: Readonly<Record<string, string>> = { ...texts.upload.problems, [LATE]: texts.answered };
    const notice = Object.hasOwn(problems, request.query) ? problems[request.query] : undefined;
    const uploadTo = `${UPLOAD_PATH}?${token}`;
    return respond(context, screenPage(screen, { texts, form, isStarting, notice, uploadTo }));
  };

  /** The form, or the answer to what is none of ours. */
  const formOf = async (request: HttpRequest): Promise<Form | Response> => {
    const asked = request.request;
    if (isFromElsewhere(asked)) return errorResponse(403, asked);
    try {
      return await readForm(asked);
    } catch (error) {
      if (error instanceof FormError) return errorResponse(error.status, asked);
      throw error;
    }
  };

  const hasToken = ({ request }: HttpRequest, token: string): boolean =>
    ["setup", "visitor"].some((name) => {
      const value = setupCookieOf(request, name as "setup" | "visitor");
      return value !== undefined && tokens.isFor(value, token);
    });

  const enter = async (request: HttpRequest, form: Form): Promise<Response> => {
    const { context } = visitOf(request);
    const entered = entrance.enter(form.text(FIELDS.code), request.remoteAddress);
    if (typeof entered === "string") return entranceResponse(request, entered);
    host.entered(context.language, request.remoteAddress);
    await nextPage();
    return redirect(START, [setupCookie("setup", entered.token)]);
  };

  /** False where the form is for a question that is not asked any more. */
  const heed = (conversation: Conversation, form: Form): boolean => {
    const id = Number(form.text(FIELDS.question));
    const go = form.text(FIELDS.go);
    if (go === GO.leave) conversation.leave();
    if (go === GO.leave) return true;
    if (go === GO.back) return conversation.goBack(id);
    const key = form.text(FIELDS.key);
    if (key !== "") return conversation.answer(id, { kind: "key", key });
    return conversation.answer(id, { kind: "text", text: form.text(FIELDS.answer) });
  };

  const post = async (request: HttpRequest): Promise<Response> => {
    const form = await formOf(request);
    if (form instanceof Response) return form;
    if (!hasToken(request, form.text("token"))) return errorResponse(403, request.request);
    const conversation = host.conversation();
    if (!isInside(request)) return enter(request, form);
    if (conversation === undefined) return redirect(START);
    if (form.text(FIELDS.answer).length > MAX_ANSWER) return errorResponse(413, request.request);
    host.visited(request.remoteAddress);
    const isHeeded = heed(conversation, form);
    await nextPage();
    return redirect(isHeeded ? START : `${START}?${LATE}`);
  };

  /** The next question is mostly there at once: a page that says to wait for it is spared. */
  const nextPage = (): Promise<void> => Promise.race([host.settled(), Bun.sleep(patienceMs)]);

  const language: HttpRoute = {
    path: "/language",
    bodyBytes: MAX_FORM_BYTES,
    methods: {
      GET: () => redirect(START),
      POST: async (request) => {
        const form = await formOf(request);
        if (form instanceof Response) return form;
        const chosen = form.text("language");
        if (!isLanguage(chosen)) return redirect(START);
        if (isInside(request)) {
          host.visited(request.remoteAddress);
          host.changeLanguage(chosen);
          await nextPage();
        }
        return redirect(START, [setupCookie("language", chosen)]);
      },
    },
  };
  const upload = uploadRoute({
    ...{ uploads: host.uploads, visited: host.visited, errorResponse },
    conversationOf: (request) =>
      isInside(request) && !isFromElsewhere(request.request) && hasToken(request, request.query)
        ? host.conversation()
        : undefined,
    answered: async (notice) => {
      await nextPage();
      return redirect(notice === undefined ? START : `${START}?${notice}`);
    },
    late: LATE,
  });
  return [{ path: START, bodyBytes: MAX_FORM_BYTES, methods: { GET: get, POST: post } }, language, upload];
}
