/** XEP-0431: Full Text Search in MAM: the text index, which the archive (XEP-0313) fills and searches. */
import { defineModule } from "../../../server/module.ts";
import { textTables } from "./partitions.ts";
import { openTextIndex } from "./text-index.ts";

export const NS_FULLTEXT = "urn:xmpp:fulltext:0";

export const fulltext = defineModule({
  name: "fulltext",
  xep: "0431",
  version: "0.2.0",
  features: [NS_FULLTEXT],
  tables: textTables,
  addresses: {
    tables: {
      fulltext_part: { state: "other" },
      "fulltext_part_*": {},
    },
  },
  notExported: "an index of the messages in the archive",
  setup: ({ db, now }) => ({ api: openTextIndex(db, now) }),
});
