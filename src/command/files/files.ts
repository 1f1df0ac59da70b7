/** jabber-home files: the files that people have sent (XEP-0363). */

import { fileMessages } from "../../messages/files.ts";
import type { FilePage, FileSummary } from "../../operations/files.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { either, list, object } from "../json/schema.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "../verb.ts";
import { printFiles, printReport } from "./report.ts";
import { FILE_SUMMARY, FILES_REPORT } from "./schema.ts";

/** Files of one account that are listed. */
const MAX_LISTED = 10_000;

const ANSWER = either([FILES_REPORT, object({ files: list(FILE_SUMMARY) }, "With --account.")]);

export default defineVerb({
  name: "files",
  examples: ["files", "files --account bob@example.com", "files --account bob --json"],
  prints: ANSWER,
  flags: { account: { kind: "text", value: "JID", meaning: "filesOf" }, json: JSON_FLAG },
  run: async (call) => {
    const { language, flags } = call;
    if (flags.account === undefined) {
      const answer = await askRunning(call, "GET /files");
      report(call, ANSWER, answer, printReport(answer, language));
      return EXIT.ok;
    }
    const listed = await filesOf(call, flags.account);
    const owner = listed[0]?.owner ?? flags.account;
    report(call, ANSWER, { files: listed }, printFiles(owner, listed, fileMessages[language], language));
    return EXIT.ok;
  },
});

async function filesOf(call: Call, account: string): Promise<readonly FileSummary[]> {
  const listed: FileSummary[] = [];
  let page: FilePage | undefined;
  do {
    page = await askRunning(call, "POST /files/show", { account, after: page?.next });
    listed.push(...page.files);
  } while (page.next && listed.length < MAX_LISTED);
  return listed;
}
