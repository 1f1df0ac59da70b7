/** Where a release lies: under an address, or in a folder. Nothing of what comes from there is believed. */

import { createReadStream, existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fetchIfPossible } from "../event-loop.ts";
import { ReleaseError } from "./release-error.ts";

export interface Part {
  /** The first byte that follows, which may be an earlier one than was asked for. */
  readonly from: number;
  readonly content: AsyncIterable<Uint8Array>;
}

export interface Source {
  /** What has ended too early may go on when it is asked for again. */
  readonly isRemote: boolean;
  /** A file of the release from a byte on. Rejects with ReleaseError unreachable, answer. */
  open(file: string, from: number): Promise<Part>;
}

/** Milliseconds without a byte. */
const PATIENCE = 60_000;

/** Throws ReleaseError no-place. */
export function sourceAt(place: string): Source {
  const url = /^https?:\/\//.test(place) ? URL.parse(place.endsWith("/") ? place : `${place}/`) : null;
  if (url) {
    if (url.protocol === "http:" && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
      throw new ReleaseError({ kind: "no-place", given: place });
    return webSource(url);
  }
  const folder = resolve(place);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new ReleaseError({ kind: "no-place", given: place });
  return folderSource(folder);
}

/** A small file, whole. Rejects with ReleaseError unreachable, answer; wrong-bytes where it is longer than `most` bytes. */
export async function readWhole(source: Source, file: string, most: number): Promise<Uint8Array> {
  const { content } = await source.open(file, 0);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > most) throw new ReleaseError({ kind: "wrong-bytes", file });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const folderSource = (folder: string): Source => ({
  isRemote: false,
  open: async (file, from) => {
    const path = join(folder, file);
    if (!existsSync(path)) throw new ReleaseError({ kind: "unreachable", where: path, why: "no such file" });
    return { from, content: createReadStream(path, { start: from }) };
  },
});

const webSource = (base: URL): Source => ({
  isRemote: true,
  open: async (file, from) => {
    const url = new URL(file, base);
    const ending = new AbortController();
    // As it lies there: what is packed is compared before it is unpacked.
    const headers = { "accept-encoding": "identity", ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
    const failed = (error: unknown): ReleaseError =>
      new ReleaseError(
        { kind: "unreachable", where: url.href, why: error instanceof Error ? error.message : String(error) },
        error,
      );
    const timer = setTimeout(() => ending.abort(new Error("no answer")), PATIENCE);
    try {
      const response = await fetchIfPossible(url, { headers, signal: ending.signal, decompress: false });
      const { status, body } = response;
      const start = /^bytes (\d{1,15})-/.exec(response.headers.get("content-range") ?? "")?.[1];
      const isPart = status === 206 && start !== undefined;
      if ((status !== 200 && !isPart) || !body) {
        ending.abort();
        throw new ReleaseError({ kind: "answer", where: url.href, status });
      }
      return { from: isPart ? Number(start) : 0, content: patient(body, ending, failed) };
    } catch (error) {
      throw error instanceof ReleaseError ? error : failed(error);
    } finally {
      clearTimeout(timer);
    }
  },
});

/** Ends it where nothing comes any more, and where nobody reads on. */
async function* patient(
  body: ReadableStream<Uint8Array>,
  ending: AbortController,
  failed: (error: unknown) => ReleaseError,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const timer = setTimeout(() => ending.abort(new Error("nothing comes any more")), PATIENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done || !value) return;
      yield value;
    }
  } catch (error) {
    throw failed(error);
  } finally {
    ending.abort();
  }
}
