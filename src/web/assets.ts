/** Style sheets, scripts and icons: in the program, compressed when it was built, under names that change with what is in them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import adminStyle from "#assets/admin.css" with { type: "file" };
import chatStyle from "#assets/chat.css" with { type: "file" };
import chatScript from "#assets/chat.js" with { type: "file" };
import checkScript from "#assets/check.js" with { type: "file" };
import icon from "#assets/icon.svg" with { type: "file" };
import icon192 from "#assets/icon-192.png" with { type: "file" };
import icon512 from "#assets/icon-512.png" with { type: "file" };
import script from "#assets/page.js" with { type: "file" };
import setupStyle from "#assets/setup.css" with { type: "file" };
import setupScript from "#assets/setup.js" with { type: "file" };
import style from "#assets/style.css" with { type: "file" };
import type { HttpRoute } from "../http.ts";

/** Where each of them is. */
export interface AssetPaths {
  readonly style: string;
  /** What the administrator's pages have besides. */
  readonly adminStyle: string;
  readonly script: string;
  readonly icon: string;
  /** For the home screen: 192 and 512 pixels. */
  readonly icon192: string;
  readonly icon512: string;
  /** Of the page for phones. */
  readonly checkScript: string;
  /** Of the chat. */
  readonly chatStyle: string;
  readonly chatScript: string;
  /** Of setup in a browser. */
  readonly setupStyle: string;
  readonly setupScript: string;
}

export interface Assets {
  readonly paths: AssetPaths;
  readonly route: HttpRoute;
}

interface Asset {
  /** "/assets/style-0123456789ab.css" */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly isCompressed: boolean;
}

export const FOLDER = "/assets/";
/** A year: what is in them never changes. */
const CACHE = "public, max-age=31536000, immutable";

/** `notFound` answers for a path that none of them has. */
export function openAssets(notFound: (request: Request) => Response): Assets {
  const assets: Readonly<Record<keyof AssetPaths, Asset>> = {
    style: assetIn(style, "style", ".css", "text/css; charset=utf-8"),
    adminStyle: assetIn(adminStyle, "admin", ".css", "text/css; charset=utf-8"),
    script: assetIn(script, "page", ".js", "text/javascript; charset=utf-8"),
    icon: assetIn(icon, "icon", ".svg", "image/svg+xml"),
    icon192: assetIn(icon192, "icon-192", ".png", "image/png"),
    icon512: assetIn(icon512, "icon-512", ".png", "image/png"),
    checkScript: assetIn(checkScript, "check", ".js", "text/javascript; charset=utf-8"),
    chatStyle: assetIn(chatStyle, "chat", ".css", "text/css; charset=utf-8"),
    chatScript: assetIn(chatScript, "chat", ".js", "text/javascript; charset=utf-8"),
    setupStyle: assetIn(setupStyle, "setup", ".css", "text/css; charset=utf-8"),
    setupScript: assetIn(setupScript, "setup", ".js", "text/javascript; charset=utf-8"),
  };
  const byPath = new Map(Object.values(assets).map((asset) => [asset.path, asset]));
  const paths = Object.fromEntries(Object.entries(assets).map(([name, { path }]) => [name, path]));
  return {
    paths: paths as Readonly<Record<keyof AssetPaths, string>>,
    route: {
      path: FOLDER,
      methods: {
        GET: (request) => {
          const asset = byPath.get(request.path);
          return asset ? assetResponse(asset, request.request) : notFound(request.request);
        },
      },
    },
  };
}

/** `file` leads into the executable, which has it compressed, or where the program runs from its source, to `assets/`. */
function assetIn(file: string, name: string, extension: string, type: string): Asset {
  const bytes = readFileSync(file);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return { path: `${FOLDER}${name}-${hash}${extension}`, type, bytes, isCompressed: file.endsWith(".br") };
}

/** What is kept for a year, since its path changes with it. A browser that cannot read Brotli gets it decompressed. */
export async function assetResponse(
  { bytes, type, isCompressed }: Omit<Asset, "path">,
  { headers }: Request,
): Promise<Response> {
  const isWanted = isCompressed && accepts(headers.get("accept-encoding") ?? "", "br");
  const body = isCompressed && !isWanted ? await decompressed(bytes) : bytes;
  return new Response(body as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": type,
      "cache-control": CACHE,
      "x-content-type-options": "nosniff",
      // It is an image, and opened alone it runs nothing.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      ...(isCompressed ? { vary: "accept-encoding" } : {}),
      ...(isWanted ? { "content-encoding": "br" } : {}),
    },
  });
}

const decompressed = promisify(brotliDecompress);

/** RFC 9110 §12.5.3, for a coding that is listed by its name. */
function accepts(field: string, coding: string): boolean {
  const listed = field.split(",").map((each) =>
    each
      .trim()
      .toLowerCase()
      .split(/\s*;\s*q=/),
  );
  const [, weight = "1"] = listed.find(([name]) => name === coding) ?? [undefined, "0"];
  return Number(weight) > 0;
}
