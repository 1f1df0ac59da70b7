/** Makes the Debian that tests start from, while something else is done. */
import { debianRoot } from "./root.ts";

try {
  debianRoot();
} catch (error) {
  // The tests say it again.
  console.error(String(error));
  process.exitCode = 1;
}
