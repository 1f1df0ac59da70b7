/** The web server of setup: its pages, in the style of the server's own, at the addresses of the local network. */
import { setupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { webMessages } from "../../src/messages/web.ts";
import { openAssets } from "../../src/web/assets.ts";
import { errorPages } from "../../src/web/pages/error-page.ts";
import { html } from "../../src/web/pages/html.ts";
import { languageIn } from "../../src/web/pages/language.ts";
import { type Brand, pageResponse } from "../../src/web/pages/layout.ts";
import { type ListenDeps, openSetupServer, type SetupServer } from "./listen.ts";
import { type SetupRoutesDeps, setupRoutes } from "./routes.ts";

export type PagesDeps = Pick<SetupRoutesDeps, "entrance" | "host"> &
  Omit<ListenDeps, "routes" | "errorResponse" | "outsideResponse">;

const NAME = "jabber-home";
const PATIENCE_MS = 500;

/** Throws what the system says of the port. */
export function openPages({ entrance, host, ...listen }: PagesDeps): SetupServer {
  const assets = openAssets((request) => errorResponse(404, request));
  const brand: Brand = { domainOf: () => NAME, accent: "", assets: assets.paths, start: "/" };
  const errorResponse = errorPages(brand);

  const outsideResponse = (request: Request): Response => {
    const language = languageIn(request.headers.get("accept-language") ?? "");
    const { outside } = setupBrowserMessages[language];
    const texts = webMessages[language];
    return pageResponse(
      { brand, domain: NAME, language, texts, account: undefined, path: "/", cookies: [] },
      {
        title: outside.title,
        status: 403,
        main: html`<h1>${outside.title}</h1>
<p class="lead">${outside.lead}</p>`,
      },
    );
  };
  const routes = setupRoutes({
    ...{ brand, entrance, host, errorResponse },
    assets: { style: assets.paths.setupStyle, script: assets.paths.setupScript },
    patienceMs: PATIENCE_MS,
  });
  return openSetupServer({ ...listen, routes: [assets.route, ...routes], errorResponse, outsideResponse });
}
