/** The Web Application Manifest (W3C): with it, browsers put the chat on the home screen. */
import type { HttpRoute } from "../../../http.ts";
import type { PageRoutes } from "../page-routes.ts";

export const MANIFEST_PATH = "/chat/manifest.webmanifest";

export const manifest = (pages: PageRoutes): HttpRoute =>
  pages.route(MANIFEST_PATH, {
    get: ({ brand, domain, language }) => {
      const { icon, icon192, icon512 } = brand.assets;
      const body = {
        ...{ name: domain, short_name: domain, lang: language, id: "/chat", start_url: "/chat", scope: "/" },
        ...{ display: "standalone", background_color: "#fbfaf7", theme_color: "#fbfaf7" },
        icons: [
          { src: icon192, sizes: "192x192", type: "image/png" },
          { src: icon512, sizes: "512x512", type: "image/png" },
          { src: icon, sizes: "any", type: "image/svg+xml" },
        ],
      };
      return new Response(JSON.stringify(body), {
        headers: {
          "content-type": "application/manifest+json",
          "cache-control": "max-age=3600",
          "content-language": language,
          vary: "accept-language, cookie",
          "x-content-type-options": "nosniff",
        },
      });
    },
  });
