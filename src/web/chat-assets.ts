/** Where the files of converse.js are. They are read when somebody opens the chat, each time, and are not kept in memory. */
import { readFile } from "node:fs/promises";
import type { HttpRoute } from "../http.ts";
import { assetResponse, FOLDER } from "./assets.ts";

/** That of installer/converse.mjs. */
export const CONVERSE_VERSION = "14.0.0";
/** What is in it changes with the version. */
export const CONVERSE_PATH = `${FOLDER}converse-${CONVERSE_VERSION}/`;

/** CSP 3 §2.3.1: the two style elements that converse.js makes; one of them is empty. */
export const CONVERSE_STYLES =
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-JRf3eZJIF59VkE1tlxlBPiCQXjGJ1uE88pEYh49RtTY='";

/** `notFound` answers for a path that none of them has. */
export const chatAssets = (notFound: (request: Request) => Response): HttpRoute => ({
  path: CONVERSE_PATH,
  methods: {
    GET: async ({ path, request }) => {
      const { chatFiles } = await import("./chat-files.ts");
      const found = chatFiles.get(path.slice(CONVERSE_PATH.length));
      if (!found) return notFound(request);
      const { file, type } = found;
      return assetResponse({ bytes: await readFile(file), type, isCompressed: file.endsWith(".br") }, request);
    },
  },
});
