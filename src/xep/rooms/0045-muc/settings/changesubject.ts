/** Whether occupants who are no moderators may change the subject. */
import { flag } from "./kinds.ts";

export const changesubject = flag({
  var: "muc#roomconfig_changesubject",
  label: "May everybody with a voice change the subject?",
  default: false,
  info: "muc#roominfo_subjectmod",
});
