/** "My files" of the account's page, by the operations on files. */
import { storedJid } from "../jid/jid.ts";
import type { FileOperations, FilePage } from "../operations/files.ts";
import type { OwnFiles } from "../web/pages/account/files.ts";

export const ownFiles = (operations: () => FileOperations): OwnFiles => ({
  page: (account, count, after) => {
    // One more, so that no page leads to an empty one.
    const { files } = operations().list(storedJid(account), count + 1, positionIn(after ?? ""));
    const last = files.length > count ? files[count - 1] : undefined;
    return { files: files.slice(0, count), next: last && `${last.uploaded}.${last.id}` };
  },
  total: (account) => operations().usage(storedJid(account)),
  named: (account, ids) => operations().named(storedJid(account), ids),
  remove: async (account, ids) => void (await operations().removeNamed(storedJid(account), ids)),
});

/** Where a page begins, as the link to it has it. */
function positionIn(text: string): FilePage["next"] {
  const [, uploaded, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(text) ?? [];
  return uploaded === undefined || id === undefined ? undefined : { uploaded: Number(uploaded), id };
}
