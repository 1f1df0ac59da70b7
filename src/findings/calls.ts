/** Check: can calls be relayed? */
import { listenErrorText } from "../messages/system-errors.ts";
import type { RefusedCallPort } from "../operations/status.ts";
import { defineCheck, type NoDetails, said } from "./check.ts";

interface Details {
  readonly "calls-refused": RefusedCallPort;
  /** No public address is known to relay by. */
  readonly "calls-without-address": NoDetails;
}

export const callsCheck = defineCheck<Details>({
  look: ({ calls }) => [
    ...(calls?.refused ?? []).map(
      (refused) => ({ kind: "calls-refused", severity: "warning", details: refused }) as const,
    ),
    ...(calls?.addresses?.length === 0
      ? [{ kind: "calls-without-address", severity: "warning", details: {} } as const]
      : []),
  ],
  say: {
    "calls-refused": ({ listener, transport, address, code, reason }, { messages, language }) => {
      const place = `${transport.toUpperCase()} ${address} (listen.${listener})`;
      return said(messages["calls-refused"](listenErrorText({ code, place, cause: reason }, language)));
    },
    "calls-without-address": (_, { messages }) => said(messages["calls-without-address"]()),
  },
});
