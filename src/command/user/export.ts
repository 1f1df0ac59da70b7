/** jabber-home user export: everything of an account in a file that other servers read (XEP-0227). */

import { resolve } from "node:path";
import { sizeText } from "../../messages/units.ts";
import { userMessages } from "../../messages/users.ts";
import { fileFromRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { writeExported } from "../exported-file.ts";
import { integer, object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ file: text(), bytes: integer() });

export default defineVerb({
  name: "user export",
  operands: ["JID"],
  examples: ["user export alice@example.com", "user export alice --to /media/usb/alice.xml --keys"],
  prints: ANSWER,
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
    const bytes = await writeExported(content, file, language);
    const text = messages.done(file, sizeText(bytes, language));
    report(call, ANSWER, { file, bytes }, flags.keys ? `${text}\n${messages.secret}` : text);
    return EXIT.ok;
  },
});
