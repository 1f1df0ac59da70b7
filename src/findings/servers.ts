/** Check: are the other servers reached for which something waits? */
import { MINUTE } from "../clock.ts";
import type { UnreachedServer } from "../operations/status.ts";
import { defineCheck, type FoundOf, said } from "./check.ts";
import { obstacleText } from "./federation/sentences.ts";

interface Details {
  /** `age` is how long it has not been reached, in milliseconds. */
  readonly "server-unreached": UnreachedServer & { readonly age: number };
  /** There are others. */
  readonly "servers-unreached": { readonly count: number };
}

/** A server that restarts is back by then. */
const PATIENCE = 10 * MINUTE;
/** What keeps us from it is on this side, or likely to be. */
const OURS: ReadonlySet<string | undefined> = new Set([
  ...["authentication", "dialback-invalid", "dialback-error", "private-address", "unreachable", "dns"],
]);
/** So many are named. */
const MAX_NAMED = 3;

export const serversCheck = defineCheck<Details>({
  look: ({ unreached = [] }, now) => {
    const lost = unreached.filter(({ since }) => now - since >= PATIENCE);
    const named = lost.slice(0, MAX_NAMED).map(
      (server): FoundOf<Details> => ({
        kind: "server-unreached",
        severity: OURS.has(server.obstacle?.kind) ? "warning" : "notice",
        details: { ...server, age: now - server.since },
      }),
    );
    const count = lost.length - named.length;
    return count > 0 ? [...named, { kind: "servers-unreached", severity: "notice", details: { count } }] : named;
  },
  say: {
    "server-unreached": ({ domain, waiting, problem, obstacle, ...lost }, { messages, language, age }) => {
      const why = obstacle ? obstacleText(obstacle, problem, language) : problem;
      return said(messages["server-unreached"](domain, age(lost.age), why, waiting));
    },
    "servers-unreached": ({ count }, { messages }) => said(messages["servers-unreached"](count)),
  },
});
