/** A running server looks at itself: what it sees is part of its status, and what is grave is told to the administrators. */
import { systemClock } from "../clock.ts";
import { lazy } from "../lazy.ts";
import type { StatusReport } from "../operations/status.ts";
import { openToldFindings } from "../store/told-findings.ts";
import { type FindingNoticesDeps, tellFindings } from "./finding-notices.ts";
import { type HealthDeps, openHealth } from "./health.ts";

const findingsFile = lazy((): typeof import("../findings/findings.ts") => require("../findings/findings.ts"));

export interface HealthWatchDeps
  extends Omit<HealthDeps, "clock" | "seen">,
    Pick<FindingNoticesDeps, "send" | "language"> {
  readonly status: () => StatusReport;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `lookSoon`: something has become known that may be grave. */
export function watchHealth(deps: HealthWatchDeps) {
  const { db, status, now, send, language } = deps;
  const notices = tellFindings({
    ...{ told: openToldFindings(db), send, language, clock: systemClock },
    findings: () => findingsFile().findingsOf(status(), now()),
  });
  const health = openHealth({ ...deps, clock: { ...systemClock, now }, seen: notices.look });
  return {
    report: health.report,
    look: health.look,
    // Whoever calls this may not have finished.
    lookSoon: () => void systemClock.after(0, notices.look),
    stop: async (): Promise<void> => {
      notices.stop();
      await health.stop();
    },
  };
}
