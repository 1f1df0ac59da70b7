/** jabber-home files prune: deletes files that are old or large, or those of an account. */

import type { FileFilterBody } from "../../control/protocol.ts";
import { fileMessages } from "../../messages/files.ts";
import { sizeText } from "../../messages/units.ts";
import { durationOf, sizeOf } from "../../options.ts";
import { askRunning } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { integer, object } from "../json/schema.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ files: integer("How many were deleted."), bytes: integer() });

export default defineVerb({
  name: "files prune",
  examples: [
    "files prune --older-than 90d",
    "files prune --larger-than 50MB --older-than 30d --yes",
    "files prune --account bob@example.com",
  ],
  prints: ANSWER,
  flags: {
    "older-than": { kind: "text", value: "DURATION", meaning: "olderThan" },
    "larger-than": { kind: "text", value: "SIZE", meaning: "largerThan" },
    account: { kind: "text", value: "JID", meaning: "filesOf" },
    yes: { kind: "switch", meaning: "yes" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { language, flags } = call;
    const messages = fileMessages[language];
    const filter = filterOf(call);
    if (!flags.yes) {
      const found = await askRunning(call, "POST /files/count", filter);
      if (found.files === 0) {
        report(call, ANSWER, found, messages.nothingFits);
        return EXIT.ok;
      }
      await requireConfirmation(call, {
        question: messages.pruneThem(found.files, sizeText(found.bytes, language)),
        irrevocable: messages.irrevocable,
        notDone: messages.notPruned,
      });
    }
    const pruned = await askRunning(call, "DELETE /files", filter);
    const text =
      pruned.files === 0 ? messages.nothingFits : messages.pruned(pruned.files, sizeText(pruned.bytes, language));
    report(call, ANSWER, pruned, text);
    return EXIT.ok;
  },
});

interface PruneFlags {
  readonly "older-than": string | undefined;
  readonly "larger-than": string | undefined;
  readonly account: string | undefined;
}

/** Throws CommandError where nothing is named: all files of everybody are never meant. */
function filterOf({ flags, language }: { readonly flags: PruneFlags } & Pick<Call, "language">): FileFilterBody {
  const { "older-than": older, "larger-than": larger, account } = flags;
  const messages = fileMessages[language];
  if (older === undefined && larger === undefined && account === undefined)
    throw new CommandError(EXIT.usage, messages.whichFiles, messages.nameThem);
  const olderThan = older === undefined ? undefined : durationOf(older);
  if (older !== undefined && (olderThan === undefined || !Number.isFinite(olderThan)))
    throw new CommandError(EXIT.usage, messages.notADuration(older));
  const largerThan = larger === undefined ? undefined : sizeOf(larger);
  if (larger !== undefined && largerThan === undefined) throw new CommandError(EXIT.usage, messages.notASize(larger));
  return { account, olderThan, largerThan };
}
