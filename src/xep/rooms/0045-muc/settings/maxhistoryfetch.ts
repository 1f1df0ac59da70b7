/** How much of what was said one is shown on entering. */
import { count } from "./kinds.ts";

export const maxhistoryfetch = count({
  var: "muc#maxhistoryfetch",
  label: "How many of the last messages are shown to who enters, at the most?",
  default: 25,
  info: "muc#maxhistoryfetch",
});
