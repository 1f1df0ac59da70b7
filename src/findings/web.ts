/** Check: do the web server's ports listen? */
import { listenErrorText } from "../messages/system-errors.ts";
import type { RefusedListener } from "../operations/status.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "web-refused": RefusedListener;
}

export const webCheck = defineCheck<Details>({
  look: ({ web }) =>
    (web?.refused ?? []).map((refused) => ({ kind: "web-refused", severity: "warning", details: refused })),
  say: {
    "web-refused": ({ listener, address, code, reason }, { messages, language }) => {
      const place = `${address} (listen.${listener})`;
      return said(messages["web-refused"][listener](listenErrorText({ code, place, cause: reason }, language)));
    },
  },
});
