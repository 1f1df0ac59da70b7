/** jabber-home user export: everything of an account in a file that other servers read (XEP-0227). */
import { open, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { sizeText } from "../../messages/units.ts";
import { userMessages } from "../../messages/users.ts";
import { END_OF_FILE } from "../../transfer/account-file.ts";
import { fileFromRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

export default defineVerb({
  name: "user export",
  operands: ["JID"],
  examples: ["user export alice@example.com", "user export alice --to /media/usb/alice.xml --keys"],
  flags: {
    to: { kind: "text", value: "FILE", meaning: "exportTo" },
    keys: { kind: "switch", meaning: "exportKeys" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, language } = call;
    const messages = userMessages[language].exported;
    const [jid = ""] = operands;
    const file = resolve(flags.to ?? `${jid.replaceAll("/", "_")}.xml`);
    const content = await fileFromRunning(call, "POST /export", { jid, withKeys: flags.keys });
    const { bytes, isWhole } = await written(content, file).catch(async (error: Error & { code?: string }) => {
      if (error.code === "EEXIST") throw new CommandError(EXIT.cannotCreate, ...messages.isThere(file));
      await rm(file, { force: true });
      throw error;
    });
    if (!isWhole) {
      await rm(file);
      throw new CommandError(EXIT.failed, ...messages.cut());
    }
    const text = messages.done(file, sizeText(bytes, language));
    report(call, { file, bytes }, flags.keys ? `${text}\n${messages.secret}` : text);
    return EXIT.ok;
  },
});

/** Into a new file that its owner alone may read; it is whole where it ends as it should. Rejects with the system's error. */
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
