/** A file in an account that is taken elsewhere: where it is, as messages say it (XEP-0447, XEP-0446); not the file itself. */
import type { Element } from "ltx";
import { xml } from "../../../stanza.ts";
import { pathOf } from "../../0363-http-upload/web-addresses.ts";
import { dateTime } from "../../kit/0082-date-time.ts";
import type { FileEntry } from "./file-store.ts";

export const NS_FILE_SHARING = "urn:xmpp:sfs:0";

/** `origin` is the server's: "https://example.com:5443". */
export const exportedFile = ({ id, name, type, bytes, uploaded }: FileEntry, origin: string): Element =>
  xml(
    "file-sharing",
    { xmlns: NS_FILE_SHARING, disposition: "attachment" },
    xml(
      "file",
      { xmlns: "urn:xmpp:file:metadata:0" },
      xml("media-type", {}, type),
      xml("name", {}, name),
      xml("size", {}, String(bytes)),
      xml("date", {}, dateTime(uploaded)),
    ),
    xml(
      "sources",
      {},
      xml("url-data", { xmlns: "http://jabber.org/protocol/url-data", target: origin + pathOf(id, name) }),
    ),
  );
