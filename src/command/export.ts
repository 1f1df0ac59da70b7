/** jabber-home export: everything of this server, or of one account, in the form that another server takes. */

import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { exportMessages } from "../messages/exports.ts";
import { userMessages } from "../messages/users.ts";
import { ejabberdDump } from "../transfer/ejabberd/dump/dump.ts";
import { writeProsodyFolder } from "../transfer/prosody/writer/writer.ts";
import type { Left } from "../transfer/source.ts";
import { xep0227 } from "../transfer/xep0227/xep0227.ts";
import { EXIT } from "./exit.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export-format.ts";
import { writeExported } from "./exported-file.ts";
import { exportedText } from "./exported-text.ts";
import { CommandError } from "./failure.ts";
import { nameOfKind } from "./import-report.ts";
import { choice, integer, list, object, optional, text } from "./json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

/** Characters of a dump that are written at once. */
const AT_ONCE = 1 << 18;

const ANSWER = object({
  format: choice(EXPORT_FORMATS),
  path: text("What was written: a file or a folder."),
  left: list(
    object({
      account: optional(text("Whose it is, a bare JID; not there for what is the server's.")),
      kind: text("What it is, by the names that import has."),
      reason: text("Why that format cannot take it: a word."),
      subject: optional(text("Which one: an address, the name of a node.")),
      count: integer(),
    }),
    "What did not come along.",
  ),
});

export default defineVerb({
  name: "export",
  examples: [
    "export --to /media/usb/server.xml",
    "export --format ejabberd --to server.dump",
    "export --format prosody --account bob --to bob-data",
  ],
  prints: ANSWER,
  flags: {
    format: { kind: "text", value: "FORMAT", meaning: "exportFormat" },
    account: { kind: "text", value: "JID", meaning: "exportAccount" },
    to: { kind: "text", value: "PATH", meaning: "exportAllTo" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, language } = call;
    const messages = exportMessages[language];
    const format = EXPORT_FORMATS.find((each) => each === (flags.format ?? "xep0227"));
    if (!format)
      throw new CommandError(
        EXIT.usage,
        ...messages.noSuchFormat(flags.format ?? "", EXPORT_FORMATS.map((name) => `--format ${name}`).join(", ")),
      );
    const to = resolve(flags.to ?? DEFAULT_NAMES[format]);
    const lefts = new Map<string, Counted>();
    const onLeft = (left: Left): void => {
      const key = `${left.account ?? ""} ${left.kind} ${left.subject ?? ""}`;
      lefts.set(key, { ...left, count: (lefts.get(key)?.count ?? 0) + 1 });
    };
    await using exported = await exportedText(call, flags.account);
    if (format === "xep0227") await writeExported(exported.text, to, language);
    else {
      await assertFree(to, userMessages[language].exported.isThere);
      // Beside the result: on a disk where there is room for it, and for nobody else to read.
      const folder = await mkdtemp(join(dirname(to), `.${basename(to)}-`));
      try {
        const file = join(folder, "server.xml");
        await writeExported(exported.text, file, language);
        await convert(file, to, { format, onLeft });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    const left = [...lefts.values()];
    const leftJson = left.map(({ account, kind, reason, subject, count }) => ({
      ...{ account, kind: nameOfKind(kind), reason, subject, count },
    }));
    report(call, ANSWER, { format, path: to, left: leftJson }, textOf(messages, format, to, left));
    return EXIT.ok;
  },
});

const DEFAULT_NAMES: Readonly<Record<ExportFormat, string>> = {
  xep0227: "jabber-home.xml",
  prosody: "prosody-data",
  ejabberd: "ejabberd.dump",
};

/** Throws CommandError where the path is taken. */
async function assertFree(path: string, isThere: (path: string) => readonly [string, string]): Promise<void> {
  const taken = await stat(path).then(
    () => true,
    () => false,
  );
  if (taken) throw new CommandError(EXIT.cannotCreate, ...isThere(path));
}

interface Conversion {
  readonly format: Exclude<ExportFormat, "xep0227">;
  readonly onLeft: (left: Left) => void;
}

/** From a file as of XEP-0227. What is not whole is removed. Rejects with SourceError, and the system's error. */
async function convert(file: string, to: string, { format, onLeft }: Conversion): Promise<void> {
  const source = xep0227.open(file);
  const options = { onLeft, now: Date.now() };
  try {
    if (format === "prosody") await writeProsodyFolder(source.read(), to, options);
    else await writeText(ejabberdDump(source.read(), options), to);
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    throw error;
  } finally {
    source.close();
  }
}

async function writeText(lines: AsyncIterable<string>, to: string): Promise<void> {
  await using handle = await open(to, "wx", 0o600);
  let pending = "";
  for await (const line of lines) {
    pending += line;
    if (pending.length < AT_ONCE) continue;
    await handle.writeFile(pending);
    pending = "";
  }
  await handle.writeFile(pending);
  await handle.sync();
}

type Messages = (typeof exportMessages)["en"];
type Counted = Left & { readonly count: number };

function textOf(messages: Messages, format: ExportFormat, to: string, left: readonly Counted[]): string {
  const lines = left.map(({ account = "", kind, count, subject = "" }) => {
    const { kinds } = messages;
    if (kind === "accounts") return kinds.password(account);
    if (kind === "files") return kinds.files(account, count);
    return kind === "push" ? kinds.push(account) : kinds.other(account, subject);
  });
  const more = lines.length === 0 ? [] : ["", messages.left(lines.length), ...lines.map((line) => `  ${line}`)];
  return [messages.done(to), messages.secret, messages.next[format], ...more].join("\n");
}
