/** Check: can whoever checks passwords do so? */
import { defineCheck, type FoundOf, type NoDetails, said } from "./check.ts";

interface Details {
  /** PAM takes the passwords of the machine for wrong. */
  readonly "shadow-unreadable": NoDetails;
  /** auth.allow_groups, auth.deny_groups. */
  readonly "groups-unknown": { readonly groups: readonly string[] };
}

export const passwordsCheck = defineCheck<Details>({
  look: ({ passwords }) => {
    const { isShadowUnreadable = false, unknownGroups: groups = [] } = passwords ?? {};
    const found: FoundOf<Details>[] = [];
    if (isShadowUnreadable) found.push({ kind: "shadow-unreadable", severity: "bad", details: {} });
    if (groups.length > 0) found.push({ kind: "groups-unknown", severity: "warning", details: { groups } });
    return found;
  },
  say: {
    "shadow-unreadable": (_, { messages }) => said(messages["shadow-unreadable"]()),
    "groups-unknown": ({ groups }, { messages }) => said(messages["groups-unknown"](groups.join(", "))),
  },
});
