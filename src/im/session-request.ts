/** RFC 3921 §3: the session request. It has no effect any more (RFC 6121 §1.4), but old clients wait for its answer. */
import { NS_SESSION } from "../namespaces.ts";
import { defineModule } from "../server/module.ts";

export const sessionRequest = defineModule({
  name: "session_request",
  setup: () => {
    const established = { [NS_SESSION]: { set: { session: () => undefined } } };
    return { iq: { self: established, server: established } };
  },
});
