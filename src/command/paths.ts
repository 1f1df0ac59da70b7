/** jabber-home paths: where everything is. */
import { EXIT } from "./exit.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "paths",
  summary: "tells where everything is kept",
  examples: ["paths", "paths --json", "paths --home /srv/jabber"],
  flags: { json: JSON_FLAG },
  run: (call) => {
    const { directory, config, database, certificate, controlSocket, secret, lock } = call.home;
    const paths = { home: directory, config, database, certificate, control_socket: controlSocket, secret, lock };
    const lines = Object.entries(paths).map(([name, path]) => `${name.replace("_", " ").padEnd(15)} ${path}`);
    report(call, paths, lines.join("\n"));
    return EXIT.ok;
  },
});
