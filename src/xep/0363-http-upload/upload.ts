/** XEP-0363: HTTP File Upload. The files themselves are kept by xep/history/files. */
import type { Element } from "ltx";
import type { HttpRequest } from "../../http.ts";
import { defineModule } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { files as filesModule } from "../history/files/files.ts";
import { FORMER_PREFIXES } from "../history/files/former-files.ts";
import { NS_UPLOAD } from "../history/files/upload-limits.ts";
import { dataForm } from "../kit/0004-data-forms.ts";
import { download, READABLE_FIELDS } from "./download.ts";
import { NS_PURPOSE, PURPOSES, parseSlotRequest } from "./slot-request.ts";
import { openSlots } from "./slots.ts";
import { upload as receive } from "./upload-request.ts";
import { pathOf, UPLOAD_PATH } from "./web-addresses.ts";

export const upload = defineModule({
  name: "upload",
  xep: "0363",
  version: "1.2.0",
  setup: ({ accounts, domains, id: newId, now, webOrigin, use }) => {
    const files = use(filesModule);
    const slots = openSlots(now);
    accounts.onRemove((account) => slots.forget(account));

    /** Whose the file will be. Throws StanzaError forbidden. */
    const ownerOf = ({ from }: Stanza): string => {
      if (domains.has(from.domain) && accounts.exists(from.bare)) return from.bare;
      if (files.components.has(from.domain)) return from.domain;
      throw new StanzaError("forbidden", { text: "only accounts of this server upload files here" });
    };

    /** §4. */
    const request = (given: Element, stanza: Stanza): Element => {
      const owner = ownerOf(stanza);
      const origin = webOrigin();
      if (origin === undefined)
        throw new StanzaError("service-unavailable", { text: "this server does not listen for HTTPS now" });
      const { type, isLasting, until, name, bytes } = parseSlotRequest(given, now());
      files.assertAllowed({ owner, bytes, isLasting, pending: slots.pendingOf(owner) });
      const [token, id] = [newId(), newId()];
      slots.open({ token, type, file: { id, owner, name, bytes, isLasting, until } });
      // The secret stands in the address and not in a header field: every client sends it, and pages of other sites may.
      return xml(
        "slot",
        { xmlns: NS_UPLOAD },
        xml("put", { url: origin + pathOf(token, name) }),
        xml("get", { url: origin + pathOf(id, name) }),
      );
    };

    const maxFileSize = { var: "max-file-size", type: "text-single", values: [String(files.limits.max_size)] } as const;
    return {
      iq: { server: { [NS_UPLOAD]: { get: { request } } } },
      disco: {
        identities: [{ category: "store", type: "file", name: "HTTP File Upload" }],
        features: PURPOSES.map((purpose) => `${NS_PURPOSE}#${purpose}`),
        form: () => dataForm("result", NS_UPLOAD, [maxFileSize]),
      },
      http: [
        {
          path: UPLOAD_PATH,
          bodyBytes: files.limits.max_size,
          crossOrigin: { requestHeaders: ["Authorization", "Content-Type", "Range"], responseHeaders: READABLE_FIELDS },
          methods: {
            GET: (http: HttpRequest) => download(http, { files, now }),
            PUT: (http: HttpRequest) => receive(http, { files, slots }),
          },
        },
        ...FORMER_PREFIXES.filter((path) => path !== UPLOAD_PATH).map((path) => ({
          path,
          crossOrigin: { requestHeaders: ["Range"], responseHeaders: READABLE_FIELDS },
          methods: { GET: (http: HttpRequest) => download(http, { files, now }) },
        })),
      ],
    };
  },
});
