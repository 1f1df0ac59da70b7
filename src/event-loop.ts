/** What has an event loop of its own: a thread, and the thread of all requests. Without descriptors for it Bun ends the whole process. */
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/** An event loop takes two; others open files at the same moment. */
const NEEDED = 8;

/** Throws the error of the system (EMFILE, ENFILE) where so many descriptors cannot be had. */
function assertDescriptors(): void {
  const opened: number[] = [];
  try {
    while (opened.length < NEEDED) opened.push(openSync(devNull, "r"));
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

/** A thread that runs this file. Throws where hardly any descriptor is left. */
export function startThread(file: string): Worker {
  assertDescriptors();
  return new Worker(file, { smol: true });
}

/** The thread of all requests, which the first of them starts. */
let hasRequestThread = false;

/** `fetch`, with Bun's options. The first call rejects where hardly any descriptor is left. */
export async function fetchIfPossible(url: string | URL, init?: BunFetchRequestInit): Promise<Response> {
  if (!hasRequestThread) assertDescriptors();
  hasRequestThread = true;
  return await fetch(url, init);
}
