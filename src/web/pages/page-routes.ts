/** How a page becomes a route: who asks is found out, forms are read, and refused where they come from elsewhere. */
import { randomBytes } from "node:crypto";
import type { HttpRequest, HttpRoute } from "../../http.ts";
import { webMessages } from "../../messages/web.ts";
import { cookieOf, setCookie } from "../cookies.ts";
import { type FormTokens, isFromElsewhere } from "../form-tokens.ts";
import { type Form, FormError, MAX_FORM_BYTES, readForm } from "../forms.ts";
import type { ErrorResponse } from "../site.ts";
import type { WebSession, WebSessions } from "../web-sessions.ts";
import { type Html, html } from "./html.ts";
import { languageOf } from "./language.ts";
import type { Brand, PageContext } from "./layout.ts";

/** One request of somebody's browser. */
export interface Visit extends PageContext {
  readonly request: HttpRequest;
  readonly session: WebSession | undefined;
  /** The fields of the query. */
  readonly query: URLSearchParams;
  /** The beginning of each form that is sent to `action`, with its token; `hasFile` for one with a file. */
  readonly formTo: (action: string, hasFile?: boolean) => Html;
  /** That token, for a script that sends a form. */
  readonly formToken: () => string;
}

/** Somebody who is signed in. */
export interface MemberVisit extends Visit {
  readonly session: WebSession;
  readonly account: string;
}

type Answer = Response | Promise<Response>;

export interface PageHandlers<V extends Visit> {
  readonly get: (visit: V) => Answer;
  /** Gets forms of pages of this server only. */
  readonly post?: (visit: V, form: Form) => Answer;
}

export interface MemberHandlers extends PageHandlers<MemberVisit> {
  /** Bytes of a file that its form may contain; none by default. */
  readonly fileBytes?: number;
  /** Whether a form does something for which the password has to have been given a short time ago; where it was not, it is asked for. */
  readonly isDangerous?: (form: Form) => boolean;
  /** Why somebody sees nothing of it; looked at first, and again before a form that took its time is heeded. */
  readonly refuse?: (visit: MemberVisit) => Response | undefined;
}

export interface PageRoutes {
  /** `needsNoToken`: its form is on every page, and changes nothing that would need one. */
  route(path: string, handlers: PageHandlers<Visit> & { readonly needsNoToken?: boolean }): HttpRoute;
  /** Whoever is not signed in gets the sign-in page instead. */
  memberRoute(path: string, handlers: MemberHandlers): HttpRoute;
}

export interface PageRoutesDeps {
  readonly brand: Brand;
  readonly sessions: WebSessions;
  readonly tokens: FormTokens;
  readonly errorResponse: ErrorResponse;
  /** `isLost`: a form has come, whose session is over. */
  readonly signInPage: (visit: Visit, isLost: boolean) => Response;
  /** Undefined where whoever sends the form has proven the password lately, or in the form; else the page that asks for it. */
  readonly passwordPage: (visit: MemberVisit, form: Form) => Promise<Response | undefined>;
}

export function pageRoutes(deps: PageRoutesDeps): PageRoutes {
  const { brand, sessions, tokens, errorResponse, signInPage, passwordPage } = deps;

  const visitOf = (request: HttpRequest): Visit => {
    const { request: asked, host, path } = request;
    const token = cookieOf(asked, "session");
    const session = token === undefined ? undefined : sessions.find(token);
    const language = languageOf(asked);
    const cookies: string[] = [];
    let visitor = session?.token ?? cookieOf(asked, "visitor");
    const formToken = (): string => {
      if (visitor === undefined) {
        visitor = randomBytes(16).toString("base64url");
        cookies.push(setCookie("visitor", visitor));
      }
      return tokens.tokenFor(visitor);
    };
    const formTo = (action: string, hasFile = false): Html =>
      html`<form method="post" action="${action}"${hasFile && html` enctype="multipart/form-data"`}><input type="hidden" name="token" value="${formToken()}">`;
    return {
      ...{ request, brand, language, cookies, session, path, formTo, formToken },
      domain: brand.domainOf(host),
      texts: webMessages[language],
      account: session?.account,
      query: new URLSearchParams(request.query),
    };
  };

  /** The form, or the answer to what is none of ours. */
  const formOf = async (
    { request, session }: Visit,
    { needsNoToken = false, fileBytes = 0 }: { readonly needsNoToken?: boolean; readonly fileBytes?: number },
  ): Promise<Form | Response> => {
    if (isFromElsewhere(request.request)) return errorResponse(403, request.request);
    try {
      const form = await readForm(request.request, fileBytes);
      const visitor = session?.token ?? cookieOf(request.request, "visitor") ?? "";
      return needsNoToken || tokens.isFor(visitor, form.text("token")) ? form : errorResponse(403, request.request);
    } catch (error) {
      if (error instanceof FormError) return errorResponse(error.status, request.request);
      throw error;
    }
  };

  const routeOf = (
    path: string,
    get: (visit: Visit) => Answer,
    post?: (visit: Visit) => Answer,
    fileBytes = 0,
  ): HttpRoute => ({
    path,
    methods: {
      GET: (request) => get(visitOf(request)),
      ...(post ? { POST: (request: HttpRequest) => post(visitOf(request)) } : {}),
    },
    ...(post ? { bodyBytes: MAX_FORM_BYTES + fileBytes } : {}),
  });

  return {
    route: (path, { get, post, needsNoToken = false }) =>
      routeOf(
        path,
        get,
        post &&
          (async (visit) => {
            const form = await formOf(visit, { needsNoToken });
            return form instanceof Response ? form : post(visit, form);
          }),
      ),
    memberRoute: (path, { get, post, fileBytes = 0, isDangerous = () => false, refuse = () => undefined }) =>
      routeOf(
        path,
        (visit) => (isMember(visit) ? (refuse(visit) ?? get(visit)) : signInPage(visit, false)),
        post &&
          (async (visit) => {
            if (!isMember(visit)) return signInPage(visit, true);
            const refused = refuse(visit);
            if (refused) return refused;
            const form = await formOf(visit, { fileBytes });
            if (form instanceof Response) return form;
            const asked = isDangerous(form) ? await passwordPage(visit, form) : undefined;
            if (asked) return asked;
            // It may have ended while the form came, or the password was tried.
            return sessions.find(visit.session.token) ? (refuse(visit) ?? post(visit, form)) : signInPage(visit, true);
          }),
        fileBytes,
      ),
  };
}

const isMember = (visit: Visit): visit is MemberVisit => visit.session !== undefined;
