/** XEP-0227: a part of an account that comes from another server, given to the module that stores such parts. */
import type { Element } from "ltx";
import type { ImportReport } from "../import-report.ts";
import { NS_PIE } from "../namespaces.ts";
import type { Catalogue } from "./module.ts";

/** Characters of a name in the report. */
const MAX_NAME = 80;

/** `account` is a bare JID, of an account that exists. A part that no module knows is reported. */
export function importPart(
  { imports }: Pick<Catalogue, "imports">,
  account: string,
  part: Element,
  report: ImportReport,
): void {
  const namespace = part.getNS() ?? NS_PIE;
  const importer = imports.get(namespace)?.get(part.getName());
  if (importer) importer(account, part, report);
  else report.left("other", "unknown", `<${part.getName()} xmlns="${namespace}"/>`.slice(0, MAX_NAME));
}
