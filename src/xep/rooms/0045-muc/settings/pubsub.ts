/** The publish-subscribe node that belongs to the room. */
import { StanzaError } from "../../../../stanza-error.ts";
import { text } from "./kinds.ts";

const plain = text({
  var: "muc#roomconfig_pubsub",
  label: "XMPP URI of a publish-subscribe node that belongs to the room",
  default: "",
  info: "muc#roomconfig_pubsub",
});

export const pubsub = {
  ...plain,
  read: (values: readonly string[]): string => {
    const uri = plain.read(values).trim();
    if (uri !== "" && !uri.startsWith("xmpp:")) throw new StanzaError("not-acceptable", { text: "not an XMPP URI" });
    return uri;
  },
};
