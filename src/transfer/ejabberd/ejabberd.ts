/** ejabberd as a source: a backup, a dump or a database, beside which the folder "upload" may lie. */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Imported, Source, SourceHost, SourceKind } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { digestOfFiles } from "../source-files.ts";
import { openFolder, type SourceFolder } from "../source-folder.ts";
import { filesOfDatabase } from "../sqlite-source.ts";
import { accountItems } from "./account-items.ts";
import type { EjabberdData } from "./data.ts";
import { sqliteForm, sqlTextForm } from "./database.ts";
import { openMnesia } from "./mnesia.ts";
import { circleOf, roomItems } from "./rooms.ts";
import { backup, dump, type RowFormat } from "./rows.ts";
import { uploads } from "./uploads.ts";

const UPLOADS = "upload";
/** Of a folder of Mnesia's: the server's own form, which is no form for others. */
const MNESIA = "schema.DAT";
const COMMAND = "ejabberdctl backup /var/lib/ejabberd/ejabberd.backup";

interface Form {
  readonly matches: (file: string) => boolean;
  readonly open: (file: string) => EjabberdData;
}

const termForm = (format: RowFormat): Form => ({ matches: format.matches, open: (file) => openMnesia(file, format) });

/** The forms of the data. */
const FORMS: readonly Form[] = [termForm(backup), termForm(dump), sqliteForm, sqlTextForm];

export const ejabberd: SourceKind = {
  name: "ejabberd",
  recognises: (path) => dataAt(path) !== undefined,
  open: (path) => {
    const found = dataAt(path);
    if (!found) throw new SourceError("unknown", { file: path }, { kinds: ["ejabberd"] });
    const folder = openFolder(dirname(found.file));
    return sourceOf(found.form.open(found.file), folder, found.file);
  },
};

/** The file with the data, or the first one of a folder. Throws SourceError raw-database. */
function dataAt(path: string): { readonly file: string; readonly form: Form } | undefined {
  if (!statSync(path).isDirectory()) return formOf(path);
  const folder = openFolder(path);
  const names = folder.names();
  for (const name of names) {
    const file = join(folder.path, name);
    const found = statSync(file, { throwIfNoEntry: false })?.isFile() ? formOf(file) : undefined;
    if (found && folder.find(name) !== undefined) return found;
  }
  if (names.includes(MNESIA))
    throw new SourceError("raw-database", { file: path }, { server: "ejabberd", command: COMMAND });
  return undefined;
}

function formOf(file: string): { readonly file: string; readonly form: Form } | undefined {
  const form = FORMS.find((each) => each.matches(file));
  return form && { file, form };
}

function sourceOf(data: EjabberdData, folder: SourceFolder, file: string): Source {
  return {
    hosts: hostsOf(data),
    read: () => items(data, folder),
    digest: digestOfFiles(filesOfDatabase(file)),
    close: data.close,
  };
}

function hostsOf(data: EjabberdData): SourceHost[] {
  const domainsOf = (jids: Iterable<string>): string[] => {
    const domains = new Set<string>();
    for (const jid of jids) domains.add(jid.slice(jid.lastIndexOf("@") + 1));
    return [...domains].sort();
  };
  return [
    ...domainsOf(data.accounts()).map((jid) => ({ jid, kind: "domain" as const })),
    ...domainsOf(data.rooms()).map((jid) => ({ jid, kind: "rooms" as const })),
    ...[...data.pubsubServices()].map((jid) => ({ jid, kind: "pubsub" as const })),
  ];
}

function* items(data: EjabberdData, folder: SourceFolder): Generator<Imported> {
  for (const account of data.accounts()) yield* accountItems(data, account);
  yield* roomItems(data);
  for (const group of data.groups()) yield circleOf(group, data.accounts);
  for (const service of data.pubsubServices())
    for (const { name } of data.nodes(service))
      yield { type: "left", kind: "nodes", reason: "unknown", subject: `${name}, ${service}` };
  yield* uploads(folder, UPLOADS, data.accounts());
}
