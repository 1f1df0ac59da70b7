/** Check: has every group chat somebody who can change and close it? */
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "rooms-ownerless": { readonly count: number; readonly example: string };
}

export const roomsCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { ownerless } = health?.content ?? {};
    return ownerless ? [{ kind: "rooms-ownerless", severity: "notice", details: ownerless }] : [];
  },
  say: {
    "rooms-ownerless": ({ count, example }, { health }) => said(health["rooms-ownerless"](count, example)),
  },
});
