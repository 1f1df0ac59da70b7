/** jabber-home demo: a server for this computer alone, with two accounts. */
import { join } from "node:path";
import { startServer } from "../assembly/server.ts";
import { readConfig } from "../config/read.ts";
import { homeAt } from "../home.ts";
import { openStderrLog } from "../log/stderr.ts";
import { demoMessages } from "../messages/demo.ts";
import { modules } from "../modules.ts";
import { type Asker, askAboutAccounts } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { freePort } from "./free-port.ts";
import { programName } from "./program.ts";
import { serviceManager } from "./sd-notify.ts";
import { type RunningServer, untilStopped } from "./signals.ts";
import { defineVerb } from "./verb.ts";

/** The passwords may be weak: only users of this computer reach the server. */
const PEOPLE = [
  { jid: "alice@localhost", password: "alice" },
  { jid: "bob@localhost", password: "bob" },
] as const;

export default defineVerb({
  name: "demo",
  summary: "runs a server for this computer only, with two accounts, to try it",
  examples: ["demo", "demo --lang fr"],
  flags: {},
  run: async ({ home, terminal, language }) => {
    const demoHome = homeAt(`${home.directory}-demo`);
    const ports = { client: freePort(5222), client_tls: freePort(5223) };
    const config = readConfig("", modules, [
      "domains=localhost",
      `listen.client=127.0.0.1:${ports.client}`,
      `listen.client_tls=127.0.0.1:${ports.client_tls}`,
      "federation.enabled=false",
      ...["server", "server_tls", "http", "https", "proxy"].map((name) => `listen.${name}=off`),
    ]);
    const log = openStderrLog("warn", "auto");
    const exitAtOnce = () => process.exit(EXIT.failed);
    const start = async (): Promise<RunningServer> => {
      const server = await startServer(demoHome, config, log, { onFailure: exitAtOnce });
      await populate({ home: demoHome, language });
      const certificate = join(demoHome.certificate, "self-signed", "chain.pem");
      terminal.out(
        demoMessages[language]({
          people: PEOPLE,
          home: demoHome.directory,
          program: programName(),
          certificate,
          ...ports,
        }),
      );
      return { stop: () => server.stop(), reload: () => {} };
    };
    const manager = serviceManager({});
    await untilStopped({
      start,
      signals: process,
      manager,
      summary: "demo",
      log,
      readConfig: () => config,
      exitAtOnce,
    });
    return EXIT.ok;
  },
});

/** Adds the accounts that an earlier demo has not left behind. */
async function populate(asker: Asker): Promise<void> {
  const { users } = await askAboutAccounts(asker, "GET /users");
  const missing = PEOPLE.filter(({ jid }) => !users.some((user) => user.jid === jid));
  if (missing.length > 0) await askAboutAccounts(asker, "POST /users", { users: missing });
}
