/** jabber-home demo: a server for this computer alone, with two accounts. */
import { join } from "node:path";
import { startServer } from "../assembly/server.ts";
import { readConfig } from "../config/read.ts";
import { homeAt, processEnvironment, userStateFolder } from "../home.ts";
import { openStderrLog } from "../log/stderr.ts";
import { demoMessages } from "../messages/demo.ts";
import { DEFAULT_PORT, DEMO_APPS, type DemoApp } from "../messages/demo-lines.ts";
import { modules } from "../modules.ts";
import { type Asker, askAboutAccounts, askIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { freePort } from "./free-port.ts";
import { homeAccessProblem } from "./home-access.ts";
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
  examples: ["demo", "demo --all", "demo --lang fr"],
  flags: { all: { kind: "switch", meaning: "everyApp" } },
  run: async ({ flags, home, terminal, language }) => {
    // Beside the home of a service this user may write nothing.
    const beside = homeAccessProblem(home) ? userStateFolder(processEnvironment()) : home.directory;
    const demoHome = homeAt(`${beside}-demo`);
    const explain = (ports: Ports, earlier?: number): void =>
      terminal.out(
        demoMessages[language]({
          people: PEOPLE,
          home: demoHome.directory,
          program: programName(),
          certificate: join(demoHome.certificate, "self-signed", "chain.pem"),
          ...ports,
          apps: flags.all ? DEMO_APPS : [likelyApp(ports.client)],
          earlier,
        }),
      );
    const earlier = await askIfRunning({ home: demoHome, language }, "GET /status");
    if (earlier) {
      explain(portsOf(earlier.listening), earlier.pid);
      return EXIT.ok;
    }
    const ports = { client: freePort(DEFAULT_PORT), client_tls: freePort(5223), https: freePort(5443) };
    const config = readConfig("", modules, [
      "domains=localhost",
      `listen.client=127.0.0.1:${ports.client}`,
      `listen.client_tls=127.0.0.1:${ports.client_tls}`,
      `listen.https=127.0.0.1:${ports.https}`,
      "federation.enabled=false",
      ...["server", "server_tls", "http", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`),
    ]);
    const log = openStderrLog("warn", "auto");
    const exitAtOnce = () => process.exit(EXIT.failed);
    const start = async (): Promise<RunningServer> => {
      const server = await startServer(demoHome, config, log, { onFailure: exitAtOnce, minPasswordLength: 1 });
      await populate({ home: demoHome, language });
      explain(ports);
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

interface Ports {
  readonly client: number;
  readonly client_tls: number;
  readonly https: number;
}

/** Of the addresses that a running demo listens on. */
function portsOf({ client, client_tls, https }: Readonly<Record<string, string>>): Ports {
  const port = (address = ""): number => Number(address.slice(address.lastIndexOf(":") + 1));
  return { client: port(client), client_tls: port(client_tls), https: port(https) };
}

/** One that is installed here and can be used, else the first. */
function likelyApp(port: number): DemoApp {
  const usable = DEMO_APPS.filter((app) => app !== "dino" || port === DEFAULT_PORT);
  return usable.find((app) => Bun.which(app) !== null) ?? DEMO_APPS[0];
}

/** Adds the accounts that an earlier demo has not left behind; new ones know each other. */
async function populate(asker: Asker): Promise<void> {
  const { users } = await askAboutAccounts(asker, "GET /users");
  const missing = PEOPLE.filter(({ jid }) => !users.some((user) => user.jid === jid));
  if (missing.length === 0) return;
  await askAboutAccounts(asker, "POST /users", { users: missing });
  await askAboutAccounts(asker, "POST /users/introduce", { users: PEOPLE });
}
