/** converse.js, a client for browsers: its files from npm, and a page of its own that shows it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../peers/run.ts";
import { ROOT } from "../process/compiled.ts";

const VERSION = "14.0.0";
const SHA512 = "LFUg030jDalV47vI/vyVPqYPZfJYXFbubq8v0cFDe2zXNeeGEk3Up0Fj/WTzT6t+6do+cAIToy73eAj7RNDj2Q==";
const CACHE = join(ROOT, "node_modules/.cache");

/** Its built files alone: as a dependency it would bring the sources of 30 packages that are in them already. */
export function converseFiles(): string {
  const folder = join(CACHE, `converse.js-${VERSION}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, "converse-"));
  try {
    run(["npm", "pack", "--silent", `converse.js@${VERSION}`, "--pack-destination", work]);
    const archive = join(work, `converse.js-${VERSION}.tgz`);
    const digest = new Bun.CryptoHasher("sha512").update(readFileSync(archive)).digest("base64");
    if (digest !== SHA512) throw new Error(`converse.js ${VERSION} is not what it was: sha512 ${digest}`);
    run(["tar", "-xzf", archive, "-C", work, "package/dist"]);
    renameSync(join(work, "package/dist"), folder);
  } finally {
    rmSync(work, { recursive: true });
  }
  return folder;
}

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
    fetch: (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname.startsWith("/dist/")) return new Response(Bun.file(join(files, pathname.slice("/dist/".length))));
      if (pathname !== "/") return new Response(null, { status: 404 });
      const settings = {
        ...{ view_mode: "fullscreen", authentication: "login", locked_domain: domain, assets_path: "/dist" },
        ...{ allow_registration: false, autocomplete_providers_url: "", muc_search_service: "" },
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
