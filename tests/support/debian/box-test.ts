/** Tests in a Debian of their own. */
import { test } from "bun:test";

/** A box starts, packages are unpacked and servers start in it, perhaps on a machine under load. */
const TIMEOUT_MS = 300_000;

/** `test`; skipped by name where `lacking` says what this machine does not allow. What .ci/run installs is not missing in CI. */
export function boxTestUnless(lacking: string | undefined): (title: string, body: () => Promise<void>) => void {
  if (lacking === undefined) return (title, body) => test(title, body, TIMEOUT_MS);
  if (process.env.CI !== "true" || !lacking.startsWith("not installed"))
    return (title) => test.skip(`${title} (${lacking})`, () => {});
  return (title) =>
    test(title, () => {
      throw new Error(lacking);
    });
}
