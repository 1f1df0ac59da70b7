/** A file as of XEP-0227, as a server makes it: written, or not there at all. */
import { open, rm } from "node:fs/promises";
import type { Language } from "../messages/language.ts";
import { userMessages } from "../messages/users.ts";
import { END_OF_FILE } from "../transfer/account-file.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

/**
 * Into a new file that its owner alone may read. Resolves with its bytes; rejects with CommandError where there is such a file
 * already, or the content has no end; else with the system's error.
 */
export async function writeExported(
  content: ReadableStream<Uint8Array>,
  file: string,
  language: Language,
): Promise<number> {
  const messages = userMessages[language].exported;
  const { bytes, isWhole } = await written(content, file).catch(async (error: Error & { code?: string }) => {
    if (error.code === "EEXIST") throw new CommandError(EXIT.cannotCreate, ...messages.isThere(file));
    await rm(file, { force: true });
    throw error;
  });
  if (isWhole) return bytes;
  await rm(file);
  throw new CommandError(EXIT.failed, ...messages.cut());
}

/** The file is whole where it ends as it should. Rejects with the system's error. */
async function written(
  content: ReadableStream<Uint8Array>,
  file: string,
): Promise<{ readonly bytes: number; readonly isWhole: boolean }> {
  await using handle = await open(file, "wx", 0o600);
  const reader = content.getReader();
  // A server that is gone ends the file as well.
  const next = () => reader.read().catch(() => ({ value: undefined }));
  let bytes = 0;
  let end = Buffer.alloc(0);
  for (let { value } = await next(); value; { value } = await next()) {
    await handle.writeFile(value);
    bytes += value.length;
    end = Buffer.concat([end, value.subarray(-END_OF_FILE.length)]).subarray(-END_OF_FILE.length);
  }
  await handle.sync();
  return { bytes, isWhole: end.toString() === END_OF_FILE };
}
