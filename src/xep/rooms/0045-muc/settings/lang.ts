/** The language that is spoken in the room (RFC 5646). */
import { StanzaError } from "../../../../stanza-error.ts";
import { text } from "./kinds.ts";

const TAG = /^(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8})?$/;

const plain = text({
  var: "muc#roomconfig_lang",
  label: "Language of the discussions (en, fr, de …)",
  default: "",
  info: "muc#roominfo_lang",
});

export const lang = {
  ...plain,
  read: (values: readonly string[]): string => {
    const tag = plain.read(values).trim();
    if (!TAG.test(tag)) throw new StanzaError("not-acceptable", { text: `"${tag}" is no language tag` });
    return tag;
  },
};
