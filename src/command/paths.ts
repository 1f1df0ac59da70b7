/** jabber-home paths: the files of a home. */

import { homeMessages } from "../messages/home.ts";
import { EXIT } from "./exit.ts";
import { object, text } from "./json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

const ANSWER = object({
  home: text("The folder of the server; the others are in it."),
  config: text(),
  database: text(),
  certificate: text(),
  controlSocket: text(),
  secret: text(),
  lock: text(),
});

export default defineVerb({
  name: "paths",
  examples: ["paths", "paths --json", "paths --home /srv/jabber"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: (call) => {
    const { directory, config, database, certificate, controlSocket, secret, lock } = call.home;
    const paths = { home: directory, config, database, certificate, controlSocket, secret, lock };
    const messages = homeMessages[call.language].paths;
    const names = Object.keys(paths) as (keyof typeof paths)[];
    const width = Math.max(...names.map((name) => messages[name].length));
    const lines = names.map((name) => `${messages[name].padEnd(width)}  ${paths[name]}`);
    report(call, ANSWER, paths, lines.join("\n"));
    return EXIT.ok;
  },
});
