/** Check: is the database there, whole, of this version, and no larger than it need be? */
import { defineCheck, type FoundOf, said } from "./check.ts";

interface Details {
  readonly "database-missing": { readonly path: string; readonly hasBackup: boolean };
  /** `problems`: what SQLite says. */
  readonly "database-damaged": { readonly path: string; readonly problems: readonly string[] };
  readonly "database-index": { readonly path: string; readonly problems: readonly string[] };
  /** `by`: the later version that wrote it; "" where that is not known. */
  readonly "database-newer": { readonly path: string; readonly by: string };
  readonly "log-large": { readonly bytes: number };
  readonly "database-unused": { readonly unused: number; readonly bytes: number };
}

/** A server moves its log into the file long before. */
const LARGE_LOG = 256 * 1024 * 1024;
/** Worth to be had back, and this part of the whole. */
const MUCH_UNUSED = 32 * 1024 * 1024;
const UNUSED_PART = 1 / 4;

export const storeCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { store, backups, folder } = health ?? {};
    if (!store) return [];
    const { path, bytes, logBytes, unused = 0, integrity, problems = [], newer: by } = store;
    const found: FoundOf<Details>[] = [];
    if (store.isMissing) {
      const hasBackup = backups?.written !== undefined;
      // A home that has just been set up has none; where a link leads to nothing, that is said.
      const isLink = folder?.broken.some((link) => link.path === path);
      if (!isLink && (hasBackup || store.wasThere))
        found.push({ kind: "database-missing", severity: "bad", details: { path, hasBackup } });
      return found;
    }
    if (integrity === "damaged") found.push({ kind: "database-damaged", severity: "bad", details: { path, problems } });
    if (integrity === "index") found.push({ kind: "database-index", severity: "bad", details: { path, problems } });
    if (by !== undefined) found.push({ kind: "database-newer", severity: "bad", details: { path, by } });
    if (logBytes >= LARGE_LOG) found.push({ kind: "log-large", severity: "warning", details: { bytes: logBytes } });
    if (unused >= MUCH_UNUSED && unused >= bytes * UNUSED_PART)
      found.push({ kind: "database-unused", severity: "notice", details: { unused, bytes } });
    return found;
  },
  say: {
    "database-missing": ({ path, hasBackup }, { health }) => said(health["database-missing"](path, hasBackup)),
    "database-damaged": ({ path, problems }, { health }) => said(health["database-damaged"](path, problems[0] ?? "")),
    "database-index": ({ path, problems }, { health }) => said(health["database-index"](path, problems[0] ?? "")),
    "database-newer": ({ path, by }, { health }) => said(health["database-newer"](path, by)),
    "log-large": ({ bytes }, { health, size }) => said(health["log-large"](size(bytes))),
    "database-unused": ({ unused, bytes }, { health, size }) =>
      said(health["database-unused"](size(unused), size(bytes))),
  },
});
