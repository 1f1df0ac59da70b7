/** converse.js, a client for browsers, in a page of its own on another site than the server's. */
import { join } from "node:path";
import { converseFiles } from "../../../installer/converse.mjs";

/** Where the page's client connects: one of them. */
export type ConverseTransport = { readonly websocket_url: string } | { readonly bosh_service_url: string };

export interface ConverseSite extends AsyncDisposable {
  /** The address of a page whose client signs in over this transport. */
  pageFor(transport: ConverseTransport): string;
}

const page = (settings: Readonly<Record<string, unknown>>): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>converse.js</title>
<link rel="stylesheet" href="/dist/converse.min.css">
<script>
// An element that exists already is left alone: this one asks another site for pictures.
customElements.define("converse-footer", class extends HTMLElement {});
</script>
<script type="module" src="/dist/converse.min.js"></script>
</head>
<body class="converse-fullscreen">
<script type="module">
import "/dist/converse.min.js";
window.converse.initialize(${JSON.stringify(settings)});
</script>
</body>
</html>
`;

/** Serves the pages on loopback: for browsers a secure context, and another origin than the server's. */
export function serveConverse(domain: string): ConverseSite {
  const files = converseFiles();
  const site = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      const file = pathname.startsWith("/dist/") && Bun.file(join(files, pathname.slice("/dist/".length)));
      if (file && (await file.exists())) return new Response(file);
      if (pathname !== "/") return new Response(null, { status: 404 });
      const settings = {
        ...{ view_mode: "fullscreen", authentication: "login", locked_domain: domain, assets_path: "/dist" },
        ...{ allow_registration: false, autocomplete_providers_url: "", muc_search_service: "" },
        ...{ blacklisted_plugins: ["converse-omemo", "converse-omemo-views"] },
        ...{ discover_connection_methods: false, show_background: false, theme: "classic", auto_away: 0 },
        ...JSON.parse(searchParams.get("settings") ?? "{}"),
      };
      return new Response(page(settings), { headers: { "Content-Type": "text/html; charset=utf-8" } });
    },
  });
  return {
    pageFor: (transport) => {
      const settings = encodeURIComponent(JSON.stringify(transport));
      return `http://127.0.0.1:${site.port}/?settings=${settings}`;
    },
    [Symbol.asyncDispose]: () => site.stop(true),
  };
}
