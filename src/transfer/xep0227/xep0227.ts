/** XEP-0227: Portable Import/Export Format: a file with the data of a server, or a folder of such files. */
import type { Source, SourceKind } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { digestOfFiles } from "../source-files.ts";
import { itemsIn } from "./accounts.ts";
import { documentsAt, overviewOf } from "./documents.ts";

export const xep0227: SourceKind = {
  name: "xep0227",
  recognises: (path) => documentsAt(path) !== undefined,
  open: (path): Source => {
    const documents = documentsAt(path);
    if (!documents) throw new SourceError("unknown", { file: path }, { kinds: ["xep0227"] });
    const { folder, main } = documents;
    const { hosts, files } = overviewOf(documents);
    return {
      hosts,
      digest: digestOfFiles(files),
      read: function* () {
        const seen = new Set<string>();
        for (const file of main) yield* itemsIn({ folder, file, host: "", depth: 0, seen });
      },
      close: () => {},
    };
  },
};
