/** Check: has the last update worked? */
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "update-undone": { readonly failed: string; readonly at: number; readonly why: string };
}

export const updateCheck = defineCheck<Details>({
  look: ({ update }) => {
    if (!update?.undone) return [];
    const { version: failed, at, why } = update.undone;
    return [{ kind: "update-undone", severity: "warning", details: { failed, at, why } }];
  },
  say: {
    "update-undone": ({ failed, at, why }, { messages, day }) => said(messages["update-undone"](failed, day(at), why)),
  },
});
