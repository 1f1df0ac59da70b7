/** Check: are the other servers reached for which something waits? */
import { MINUTE } from "../clock.ts";
import type { Check, Finding } from "./finding.ts";

/** A server that restarts is back by then. */
const PATIENCE = 10 * MINUTE;
/** What keeps us from it is on this side, or likely to be. */
const OURS: ReadonlySet<string | undefined> = new Set([
  ...["authentication", "dialback-invalid", "dialback-error", "private-address", "unreachable", "dns"],
]);
/** So many are named. */
const MAX_NAMED = 3;

export const serversCheck: Check = ({ unreached = [] }, now) => {
  const lost = unreached.filter(({ since }) => now - since >= PATIENCE);
  const named = lost.slice(0, MAX_NAMED).map(
    (server): Finding => ({
      kind: "server-unreached",
      severity: OURS.has(server.obstacle?.kind) ? "warning" : "notice",
      details: { ...server, age: now - server.since },
    }),
  );
  const count = lost.length - named.length;
  return count > 0 ? [...named, { kind: "servers-unreached", severity: "notice", details: { count } }] : named;
};
