/** XEP-0054: a vCard that jabberd2 keeps in columns. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import type { Row } from "../sqlite-source.ts";
import { textIn } from "./accounts.ts";

/** The column, and the element or the one in an element that it stands for, in the order of the XEP's DTD. */
const COLUMNS: readonly (readonly [column: string, path: string])[] = [
  ["fn", "FN"],
  ["n-family", "N/FAMILY"],
  ["n-given", "N/GIVEN"],
  ["n-middle", "N/MIDDLE"],
  ["n-prefix", "N/PREFIX"],
  ["n-suffix", "N/SUFFIX"],
  ["nickname", "NICKNAME"],
  ["photo-type", "PHOTO/TYPE"],
  ["photo-binval", "PHOTO/BINVAL"],
  ["photo-extval", "PHOTO/EXTVAL"],
  ["bday", "BDAY"],
  ["adr-pobox", "ADR/POBOX"],
  ["adr-extadd", "ADR/EXTADD"],
  ["adr-street", "ADR/STREET"],
  ["adr-locality", "ADR/LOCALITY"],
  ["adr-region", "ADR/REGION"],
  ["adr-pcode", "ADR/PCODE"],
  ["adr-country", "ADR/CTRY"],
  ["tel", "TEL/NUMBER"],
  ["email", "EMAIL/USERID"],
  ["jabberid", "JABBERID"],
  ["mailer", "MAILER"],
  ["tz", "TZ"],
  ["geo-lat", "GEO/LAT"],
  ["geo-lon", "GEO/LON"],
  ["title", "TITLE"],
  ["role", "ROLE"],
  ["logo-type", "LOGO/TYPE"],
  ["logo-binval", "LOGO/BINVAL"],
  ["logo-extval", "LOGO/EXTVAL"],
  ["agent-extval", "AGENT/EXTVAL"],
  ["org-orgname", "ORG/ORGNAME"],
  ["org-orgunit", "ORG/ORGUNIT"],
  ["note", "NOTE"],
  ["rev", "REV"],
  ["sort-string", "SORT-STRING"],
  ["sound-phonetic", "SOUND/PHONETIC"],
  ["sound-binval", "SOUND/BINVAL"],
  ["sound-extval", "SOUND/EXTVAL"],
  ["uid", "UID"],
  ["url", "URL"],
  ["key-type", "KEY/TYPE"],
  ["key-cred", "KEY/CRED"],
  ["desc", "DESC"],
];

/** Undefined where nothing is in it. */
export function vcardOf(row: Row): Element | undefined {
  const card = xml("vCard", { xmlns: "vcard-temp" });
  for (const [column, path] of COLUMNS) {
    const text = textIn(row[column]);
    if (text === "") continue;
    const [outer = "", inner] = path.split("/");
    if (inner === undefined) card.cnode(xml(outer, {}, text));
    else {
      const parent = card.getChild(outer) ?? card.cnode(xml(outer));
      parent.cnode(xml(inner, {}, text));
    }
  }
  return card.children.length > 0 ? card : undefined;
}
