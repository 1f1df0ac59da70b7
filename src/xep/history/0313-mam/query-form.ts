/** XEP-0313 §4.1.6: the form of what can be asked. */
import type { Element } from "ltx";
import { NS_DATA_FORMS, NS_MAM } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { NS_FULLTEXT } from "../0431-fulltext/fulltext.ts";
/** XEP-0431 §3.1, in Clark notation. */
export const FULLTEXT = `{${NS_FULLTEXT}}fulltext` as const;

const TYPES = {
  with: "jid-single",
  start: "text-single",
  end: "text-single",
  "before-id": "text-single",
  "after-id": "text-single",
  ids: "list-multi",
  "include-groupchat": "boolean",
  [FULLTEXT]: "text-single",
} as const;

export type FieldName = keyof typeof TYPES;

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(TYPES, name);

/** The list of ids is open: it is not for choosing from, but for filling in (XEP-0122). */
const open = (): Element =>
  xml("validate", { xmlns: "http://jabber.org/protocol/xdata-validate", datatype: "xs:string" }, xml("open"));

export const queryForm = (): Element =>
  xml(
    "query",
    { xmlns: NS_MAM },
    xml(
      "x",
      { xmlns: NS_DATA_FORMS, type: "form" },
      xml("field", { type: "hidden", var: "FORM_TYPE" }, xml("value", {}, NS_MAM)),
      ...Object.entries(TYPES).map(([name, type]) =>
        xml("field", { type, var: name }, name === "ids" ? open() : undefined),
      ),
    ),
  );
