/** Files of mod_http_upload: FOLDER/SHA1(bare JID)/RANDOM/NAME, and the same at the end of their addresses. */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import type { Imported } from "../source.ts";
import type { SourceFolder } from "../source-folder.ts";

/** The default of `put_url` ends with it. */
const PATH = "/upload";
const HASH = /^[0-9a-f]{40}$/;

/** `folder` has the files below `name`. What belongs to none of the accounts is left. Throws SourceError. */
export function* uploads(folder: SourceFolder, name: string, accounts: Iterable<string>): Generator<Imported> {
  const owners = folder.names(name).filter((entry) => HASH.test(entry));
  if (owners.length === 0) return;
  const known = new Map<string, string>();
  for (const account of accounts) known.set(createHash("sha1").update(account).digest("hex"), account);
  for (const hash of owners) {
    const owner = known.get(hash);
    if (owner === undefined) {
      yield { type: "left", kind: "files", reason: "no-account", subject: hash };
      continue;
    }
    for (const random of folder.names(name, hash))
      for (const fileName of folder.names(name, hash, random)) {
        const file = folder.find(name, hash, random, fileName);
        const stat = file === undefined ? undefined : statSync(file);
        if (file === undefined || !stat?.isFile()) continue;
        yield {
          type: "file",
          owner,
          path: [PATH, hash, random, fileName]
            .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
            .join("/"),
          name: fileName,
          mediaType: "",
          size: stat.size,
          uploaded: Math.trunc(stat.mtimeMs),
          file,
        };
      }
  }
}
