/** Check: can whoever checks passwords do so? */
import type { Check, Finding } from "./finding.ts";

export const passwordsCheck: Check = ({ passwords }) => {
  const { isShadowUnreadable = false, unknownGroups: groups = [] } = passwords ?? {};
  const found: Finding[] = [];
  if (isShadowUnreadable) found.push({ kind: "shadow-unreadable", severity: "bad", details: {} });
  if (groups.length > 0) found.push({ kind: "groups-unknown", severity: "warning", details: { groups } });
  return found;
};
