/** RFC 3921 §3: the session request. It establishes nothing any more (RFC 6121 §1.4), but old clients wait for its answer. */
import { defineModule } from "../server/module.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-session";

export const sessionRequest = defineModule({
  name: "session_request",
  setup: () => {
    const established = { [NS]: { set: { session: () => undefined } } };
    return { iq: { self: established, server: established } };
  },
});
