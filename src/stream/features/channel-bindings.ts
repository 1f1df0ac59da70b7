/** XEP-0440: SASL Channel-Binding Type Capability, advertised beside the mechanisms of both profiles. */
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { StreamFeature } from "../feature.ts";
import { bindingsOf } from "../sasl/channel-binding.ts";

const NS = "urn:xmpp:sasl-cb:0";

export const channelBindings: StreamFeature = {
  ns: NS,
  needs: ["secure"],
  forbids: ["authenticated"],
  offer(stream) {
    const types = bindingsOf(stream.tls).map(({ type }) => xml("channel-binding", { type }));
    return types.length > 0 ? [xml("sasl-channel-binding", { xmlns: NS }, ...types)] : [];
  },
  negotiate() {
    throw new StreamError("not-authorized", "channel bindings are used within SASL");
  },
};
