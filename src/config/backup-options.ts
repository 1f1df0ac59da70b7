/** Options of the nightly backups. */
import { integer, text } from "../options.ts";

export const BACKUP_OPTIONS = {
  folder: text(
    "backups",
    "Where a backup is written each night: backups is a folder in the home, a whole path another one, such as on a stick; off: nowhere.",
  ),
  recipient: text(
    "",
    "Whom the nightly backups are encrypted for: the public half of a key of age (age-keygen makes one), age1…; empty: nobody.",
  ),
  hour: integer(3, "From which hour on, by the clock of the machine.", { min: 0, max: 23 }),
};
