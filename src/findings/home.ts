/** Check: is the home a folder of the server's own, shut to others, with nothing in the way of its files? */
import type { FolderFacts } from "../doctor/folder.ts";
import { defineCheck, type FoundOf, said } from "./check.ts";

interface File {
  readonly path: string;
  /** As chmod(1) writes it: "0644". */
  readonly mode: string;
}

interface Details {
  readonly "home-missing": { readonly path: string };
  /** This user may not look into it. */
  readonly "home-shut": { readonly path: string };
  readonly "home-no-folder": { readonly path: string };
  /** Others may enter or change it. */
  readonly "home-open": File;
  /** Others may read it; `paths` are all such files. */
  readonly "file-open": File & { readonly paths: readonly string[] };
  /** Its owner may not read and write it. */
  readonly "file-locked": File;
  /** `owner`, `wanted`: names of users, or their numbers. */
  readonly "file-foreign": {
    readonly path: string;
    readonly count: number;
    readonly owner: string;
    readonly wanted: string;
    readonly home: string;
  };
  readonly "file-in-the-way": FolderFacts["inTheWay"][number];
  readonly "link-broken": FolderFacts["broken"][number];
  readonly "secret-damaged": { readonly path: string };
  /** What has been read of an import that was not finished; in bytes. */
  readonly "import-unfinished": { readonly path: string; readonly bytes: number };
}

export const homeCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { folder } = health ?? {};
    if (!folder) return [];
    const { state, path, openMode, open, foreign, damagedSecret, unfinishedImport } = folder;
    if (state === "missing") return [{ kind: "home-missing", severity: "bad", details: { path } }];
    if (state === "shut") return [{ kind: "home-shut", severity: "warning", details: { path } }];
    if (state === "no-folder") return [{ kind: "home-no-folder", severity: "bad", details: { path } }];
    const found: FoundOf<Details>[] = [
      ...folder.inTheWay.map((details) => ({ kind: "file-in-the-way", severity: "bad", details }) as const),
      ...folder.broken.map((details) => ({ kind: "link-broken", severity: "bad", details }) as const),
      ...folder.locked.map((details) => ({ kind: "file-locked", severity: "bad", details }) as const),
    ];
    if (foreign) found.push({ kind: "file-foreign", severity: "bad", details: { ...foreign, home: path } });
    if (openMode) found.push({ kind: "home-open", severity: "warning", details: { path, mode: openMode } });
    const [first] = open;
    if (first) {
      const details = { ...first, paths: open.map((file) => file.path) };
      found.push({ kind: "file-open", severity: "warning", details });
    }
    if (damagedSecret) found.push({ kind: "secret-damaged", severity: "warning", details: { path: damagedSecret } });
    if (unfinishedImport) found.push({ kind: "import-unfinished", severity: "notice", details: unfinishedImport });
    return found;
  },
  say: {
    "home-missing": ({ path }, { health }) => said(health["home-missing"](path)),
    "home-shut": ({ path }, { health }) => said(health["home-shut"](path)),
    "home-no-folder": ({ path }, { health }) => said(health["home-no-folder"](path)),
    "home-open": ({ path, mode }, { health }) => said(health["home-open"](path, mode)),
    "file-open": ({ path, mode, paths }, { health }) => said(health["file-open"](path, mode, paths.length - 1)),
    "file-locked": ({ path, mode }, { health }) => said(health["file-locked"](path, mode)),
    "file-foreign": ({ path, count, owner, wanted, home }, { health }) =>
      said(health["file-foreign"](path, count - 1, owner, wanted, home)),
    "file-in-the-way": ({ path, wanted }, { health }) => said(health["file-in-the-way"][wanted](path)),
    "link-broken": ({ path, target }, { health }) => said(health["link-broken"](path, target)),
    "secret-damaged": ({ path }, { health }) => said(health["secret-damaged"](path)),
    "import-unfinished": ({ path, bytes }, { health, size }) => said(health["import-unfinished"](path, size(bytes))),
  },
});
