/** Check: do the web server's ports listen? */
import type { Check } from "./finding.ts";

export const webCheck: Check = ({ web }) =>
  web.refused.map((refused) => ({ kind: "web-refused", severity: "warning", details: refused }));
