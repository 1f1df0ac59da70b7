/** Whether one needs the password to enter. */
import { flag } from "./kinds.ts";

export const passwordprotectedroom = flag({
  var: "muc#roomconfig_passwordprotectedroom",
  label: "Ask for a password?",
  default: false,
  feature: (isProtected) => (isProtected ? "muc_passwordprotected" : "muc_unsecured"),
});
