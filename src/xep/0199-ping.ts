/** XEP-0199: XMPP Ping. */
import { NS_PING } from "../namespaces.ts";
import { defineModule } from "../server/module.ts";

export const ping = defineModule({
  name: "ping",
  xep: "0199",
  version: "2.0.1",
  setup: () => {
    const pong = { [NS_PING]: { get: { ping: () => undefined } } };
    return { iq: { self: pong, server: pong } };
  },
});
