/** The page that a phone outside of this network opens: that it is here tells that the port is reached; a script tries a WebSocket. */
import { CHECK_PATH, type HttpRoute, WEBSOCKET_PATH } from "../../http.ts";
import { reachabilityMessages } from "../../messages/reachability.ts";
import type { PhoneChecks, PhoneVisit } from "../../operations/phone-check.ts";
import { browserName } from "../browser-name.ts";
import { type Html, html } from "./html.ts";
import { tokenIn } from "./invite/link.ts";
import { PAGE_POLICY, pageResponse } from "./layout.ts";
import type { PageRoutes, Visit } from "./page-routes.ts";

export interface CheckPage extends Pick<PhoneChecks, "visit" | "report"> {
  /** Whether browsers take the certificate without a warning. */
  readonly isTrusted: () => boolean;
}

/** Links that are made elsewhere, each for one look. Without script, the page says all but whether a WebSocket opens. */
export const checkPage = (pages: PageRoutes, check: CheckPage): HttpRoute =>
  pages.route(CHECK_PATH, {
    get: (visit) => {
      const token = tokenIn(visit.path)?.token;
      const seen = token === undefined ? undefined : check.visit(token, visitorOf(visit));
      return seen === undefined ? gonePage(visit) : page(visit, seen, check.isTrusted());
    },
    // Whoever knows the link may say what it has shown: the phone need not keep a cookie for that.
    needsNoToken: true,
    post: (visit, form) => {
      const token = tokenIn(visit.path)?.token ?? "";
      const isKnown = check.report(token, visitorOf(visit), form.text("socket") === "open");
      return new Response(null, { status: isKnown ? 204 : 404, headers: { "cache-control": "no-store" } });
    },
  });

function visitorOf({ request: { request, remoteAddress: address } }: Visit): Omit<PhoneVisit, "location"> {
  const browser = browserName(request);
  return { address, ...(browser === undefined ? {} : { browser }) };
}

function page(visit: Visit, { address, location }: PhoneVisit, isTrusted: boolean): Response {
  const { page: texts } = reachabilityMessages[visit.language];
  const { host, port } = new URL(visit.request.request.url);
  const socket = `wss://${host}`;
  const state = (name: "open" | "failed", kind: "good" | "bad"): Html =>
    html`<p class="notice ${kind}" data-state="${name}" hidden>${texts[name]}</p>`;
  return pageResponse(visit, {
    title: texts.title,
    // Safari before 15.4 does not take a WebSocket of the same origin for 'self'.
    headers: { "content-security-policy": `${PAGE_POLICY}; connect-src 'self' ${socket}` },
    head: html`<script src="${visit.brand.assets.checkScript}" defer></script>`,
    main: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead(visit.domain, Number(port) || HTTPS_PORT)}</p>
<p>${texts.address(address.includes(":") ? "IPv6" : "IPv4")} <span class="jid">${address}</span></p>
<p${NOTICES[location]}>${texts[location]}</p>
<p>${isTrusted ? texts.trusted : texts.untrusted}</p>
<div role="status" data-socket="${socket}${WEBSOCKET_PATH}" data-domain="${visit.domain}"><p data-state="trying" hidden>${texts.trying}</p>
${state("open", "good")}
${state("failed", "bad")}</div>
<noscript><p class="hint">${texts.noScript}</p></noscript>
<p class="hint">${texts.close}</p>`,
  });
}

/** RFC 9110 §4.2.2 */
const HTTPS_PORT = 443;
const NOTICES: Readonly<Record<PhoneVisit["location"], Html>> = {
  outside: html` class="notice good"`,
  inside: html` class="notice bad"`,
  unknown: html` class="hint"`,
};

/** The same for a link that never was, has ended or was replaced. */
function gonePage(visit: Visit): Response {
  const { page: texts } = reachabilityMessages[visit.language];
  return pageResponse(visit, {
    title: texts.gone,
    status: 404,
    main: html`<h1>${texts.gone}</h1>
<p class="lead">${texts.goneLead}</p>`,
  });
}
