/** Which version is the newest, by the signed manifest of a release, or by what DNS tells. */
import { resolverOf } from "../../assembly/certificates.ts";
import type { Config } from "../../config/schema.ts";
import type { Language } from "../../messages/language.ts";
import { releaseProblemText } from "../../messages/update.ts";
import { announcedVersion } from "../../release/announced.ts";
import { isNewer } from "../../release/manifest.ts";
import { ReleaseError, type ReleaseProblem } from "../../release/release-error.ts";
import { version } from "../../version.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { CommandError } from "../failure.ts";

/** By the TXT record of `update.domain`; undefined where it tells of none that is newer. Never rejects. */
export async function announced(config: Config): Promise<string | undefined> {
  const answer = await resolverOf(config).query("TXT", config.update.domain);
  const found = answer.state === "found" ? announcedVersion(answer.values) : undefined;
  return found !== undefined && isNewer(found, version) ? found : undefined;
}

const EXITS: Readonly<Record<ReleaseProblem["kind"], ExitCode>> = {
  "no-keys": EXIT.configuration,
  "not-signed": EXIT.damaged,
  malformed: EXIT.damaged,
  format: EXIT.configuration,
  expired: EXIT.damaged,
  future: EXIT.configuration,
  downgrade: EXIT.damaged,
  "no-target": EXIT.unavailable,
  "no-place": EXIT.usage,
  unreachable: EXIT.unavailable,
  answer: EXIT.unavailable,
  cut: EXIT.tryAgain,
  "no-room": EXIT.cannotCreate,
  "wrong-bytes": EXIT.damaged,
};

/** Does `work`; it rejects with CommandError instead of ReleaseError. */
export const sayingReleaseProblems = <Answer>(language: Language, work: () => Promise<Answer>): Promise<Answer> =>
  work().catch((error: unknown) => {
    if (!(error instanceof ReleaseError)) throw error;
    throw new CommandError(EXITS[error.problem.kind], ...releaseProblemText(error.problem, language));
  });
