/** An import into the running server: the source is read here, by whoever may read it, and its things are given in portions. */
import { statSync } from "node:fs";
import { askServer } from "../control/client.ts";
import {
  type AnswerOf,
  type BodyArgument,
  type BodyOf,
  ControlError,
  type ControlRequest,
} from "../control/protocol.ts";
import { OperationError } from "../operation-error.ts";
import type { ImportOutcome, ImportProgress, ImportStep } from "../operations/import-live.ts";
import type { ImportRun } from "../operations/import-run.ts";
import type { Count } from "../operations/import-tally.ts";
import { jsonOf } from "../transfer/item-json.ts";
import type { Imported, ImportedFile, Source } from "../transfer/source.ts";
import { chunksOf } from "../transfer/source-files.ts";
import { type Asker, followRunning, sayingWhy } from "./ask.ts";

export interface RemoteOrder {
  /** What is written down of where it comes from. */
  readonly name: string;
  readonly source: Source;
  readonly domain: string | undefined;
  /** Why there are no more answers, where the server has ended. */
  readonly ended: () => Error;
}

export interface RemoteRun extends ImportRun {
  /** Of the result, once it is there. */
  readonly isHashLacking: boolean;
}

type ImportRequest = Extract<ControlRequest, `${string} /import/${string}`>;

/** How much of a source is given at once: the server deals with it in a few hundredths of a second. */
export const SMALL = { things: 400, length: 300_000, accounts: 8 };
/** Characters of one request; a thing that is larger alone goes alone, up to what a request may have. */
const MAX_LENGTH = 500_000;
const MAX_THING = 15_000_000;

/** Rejects with CommandError. */
export async function openRemoteRun(asker: Asker, { name, source, domain, ended }: RemoteOrder): Promise<RemoteRun> {
  const opened = Promise.withResolvers<ImportProgress & { readonly run: string }>();
  const finished = Promise.withResolvers<ImportOutcome>();
  finished.promise.catch(() => {});
  const counts: Count[] = [];
  let onStored = (_: number): void => {};
  let isHashLacking = false;
  let isFinished = false;
  const leaving = new AbortController();

  const hear = (step: ImportStep): void => {
    if ("opened" in step) opened.resolve(step.opened);
    else if ("stored" in step) onStored(step.stored);
    else if ("counts" in step) counts.push(...step.counts);
    else finished.resolve(step.result);
  };
  const fail = (error: unknown): void => {
    opened.reject(error);
    finished.reject(error);
  };
  const body = { source: name, digest: source.digest, hosts: source.hosts, domain };
  followRunning(asker, "POST /import", body, hear, leaving.signal).then(() => fail(ended()), fail);

  const { run, ...begun } = await opened.promise;
  let { position, waiting } = begun;
  let resume: string | undefined;

  /** The running server's answer; without one, it has ended. */
  const ask = <Request extends ImportRequest>(request: Request, asked: BodyOf<Request>): Promise<AnswerOf<Request>> =>
    sayingWhy(asker, async () => {
      const answer = await askServer(asker.home, request, ...([asked] as BodyArgument<Request>)).catch((error) => {
        if (error instanceof OperationError) throw error;
        if (error instanceof ControlError && error.code !== "ECONNRESET") throw error;
        return undefined;
      });
      if (answer === undefined) throw ended();
      return answer;
    });

  const give = async (items: readonly object[]): Promise<void> => {
    const portion = { run, position, resume, items };
    ({ position, waiting } = await ask("POST /import/portion", portion));
    resume = undefined;
  };

  const giveBytes = async ({ file }: ImportedFile): Promise<void> => {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return;
    let offset = 0;
    const send = (chunk: Uint8Array): Promise<unknown> =>
      ask("POST /import/bytes", { run, offset, base64: Buffer.from(chunk).toString("base64") });
    for (const chunk of chunksOf(file)) {
      await send(chunk);
      offset += chunk.length;
    }
    if (offset === 0) await send(new Uint8Array());
  };

  return {
    get position() {
      return position;
    },
    get waiting() {
      return waiting;
    },
    get isHashLacking() {
      return isHashLacking;
    },
    resume: (account) => {
      resume = account;
    },
    take: async (portion) => {
      let [items, length]: [object[], number] = [[], 0];
      const flush = async (): Promise<void> => {
        if (items.length > 0) await give(items);
        [items, length] = [[], 0];
      };
      for (const item of portion) {
        const { json, length: more } = sendable(item);
        if (item.type === "file" || length + more > MAX_LENGTH) await flush();
        if (item.type === "file") await giveBytes(item);
        items.push(json);
        length += more;
        if (item.type === "file") await flush();
      }
      await flush();
    },
    finish: async (onProgress) => {
      onStored = onProgress;
      await ask("POST /import/end", { run });
      const { domains, isHashLacking: isLacking, ...result } = await finished.promise;
      isHashLacking = isLacking;
      isFinished = true;
      const forget = async (): Promise<void> => void (await ask("POST /import/told", { run }));
      return { ...result, counts, domains: new Map(domains), forget };
    },
    // The result has to be told before the server forgets it.
    close: () => {
      if (!isFinished) leaving.abort();
    },
  };
}

/** What is larger than a request may be is larger than anything may be here. */
function sendable(item: Imported): { readonly json: object; readonly length: number } {
  const json = jsonOf(item);
  const { length } = JSON.stringify(json);
  if (length <= MAX_THING) return { json, length };
  const account = "account" in item ? item.account : undefined;
  return { json: jsonOf({ type: "left", account, kind: "other", reason: "too-large", subject: item.type }), length: 0 };
}
