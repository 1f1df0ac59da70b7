/** XEP-0092: Software Version. */
import { flag } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { version } from "../version.ts";

const NS = "jabber:iq:version";

export const softwareVersion = defineModule({
  name: "version",
  xep: "0092",
  version: "1.1",
  options: {
    show_system: flag(false, "Whether those who ask for the server's version also learn its operating system."),
  },
  setup: ({ config }) => {
    const query = () =>
      xml(
        "query",
        { xmlns: NS },
        xml("name", {}, "jabber-home"),
        xml("version", {}, version),
        config.show_system ? xml("os", {}, process.platform) : undefined,
      );
    return { iq: { server: { [NS]: { get: { query } } } } };
  },
});
