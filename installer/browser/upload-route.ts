/** Where a browser sends the file of a backup: it becomes the answer to the question that takes its path. */
import { rm } from "node:fs/promises";
import type { HttpRequest, HttpRoute } from "../../src/http.ts";
import type { setupBrowser } from "../../src/messages/en/setup-browser.ts";
import type { ErrorResponse } from "../../src/web/site.ts";
import type { Conversation } from "./conversation.ts";
import { receiveFile } from "./upload.ts";

export interface Uploads {
  /** The path of a new file, on the disk of the home. Throws the errors of the system. */
  readonly newPath: () => string;
  /** Bytes that may be written there. */
  readonly room: () => number;
  readonly isBackup: (path: string) => boolean;
}

export interface UploadRouteDeps {
  readonly uploads: Uploads;
  readonly visited: (remoteAddress: string) => void;
  readonly errorResponse: ErrorResponse;
  /** Undefined where the request is not of the browser that is in. */
  readonly conversationOf: (request: HttpRequest) => Conversation | undefined;
  /** Leads to the present page, with a notice or without. */
  readonly answered: (notice?: string) => Promise<Response>;
  /** The notice that the question is another one by now. */
  readonly late: string;
}

type Problem = keyof typeof setupBrowser.upload.problems;

export const UPLOAD_PATH = "/backup";
/** Bytes: what is free on the disk decides. */
const MAX_BYTES = 2 ** 42;

export function uploadRoute(deps: UploadRouteDeps): HttpRoute {
  const { uploads, visited, errorResponse, conversationOf, answered, late } = deps;
  let isBusy = false;

  /** Returns the path, or why there is none. */
  const receive = async (request: HttpRequest, bytes: number): Promise<{ readonly path: string } | Problem> => {
    const path = uploads.newPath();
    // As it comes, and unpacked later on; what is unpacked needs more, which is looked at then.
    if (uploads.room() < bytes) return "no-room";
    request.allowSlowBody(bytes);
    const received = await receiveFile(request.request, path, () => visited(request.remoteAddress)).catch(noRoom);
    if (received !== "whole") return received;
    if (uploads.isBackup(path)) return { path };
    await rm(path, { force: true });
    return "no-backup";
  };

  const post = async (request: HttpRequest): Promise<Response> => {
    const conversation = conversationOf(request);
    if (conversation === undefined) return errorResponse(403, request.request);
    const { id, now } = conversation.screen();
    if (now.kind !== "ask" || !now.takesBackup) return await answered(late);
    if (isBusy) return await answered("busy" satisfies Problem);
    isBusy = true;
    try {
      const received = await receive(request, Number(request.request.headers.get("content-length")));
      if (typeof received === "string") return await answered(received);
      if (conversation.answer(id, { kind: "text", text: received.path })) return await answered();
      await rm(received.path, { force: true });
      return await answered(late);
    } finally {
      isBusy = false;
    }
  };
  return { path: UPLOAD_PATH, bodyBytes: MAX_BYTES, methods: { POST: post } };
}

function noRoom(error: NodeJS.ErrnoException): "no-room" {
  if (error.code === "ENOSPC" || error.code === "EDQUOT") return "no-room";
  throw error;
}
