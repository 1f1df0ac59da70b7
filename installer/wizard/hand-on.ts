/** Where the web server of this machine has port 80: it hands the authority's visits on, by lines that the person adds. */
import { handOnLines, type WebServer, webServerOf } from "../../src/certificate/hand-on.ts";
import { parseListener } from "../../src/config/listener.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import type { Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { toPaste } from "../prompts.ts";
import { given, type StepContext } from "../step.ts";
import { watchWebServer } from "./certificate-order.ts";

const LOOPBACK = "127.0.0.1";
const USUAL_PORT = 5080;
/** How many ports are tried, the next higher each time. */
const MAX_PORTS_TRIED = 10;

/** Who has port 80; undefined where that is no web server that we know. */
export async function webServerOnPort80({ portState }: Environment): Promise<WebServer | undefined> {
  const state = await portState({ host: "::", port: 80 });
  return state.kind === "taken" && state.holder ? webServerOf(state.holder.name) : undefined;
}

/** Shows the lines, and watches until it works. The answers with the port that is handed on to; undefined for another way. */
export async function prepareHandOn(webServer: WebServer, context: StepContext): Promise<Answers | undefined> {
  const { answers, prompts, environment, messages } = context;
  const domain = domainToAscii(given(answers, "domain"));
  const port = await freePort(answers, environment);
  prompts.show(messages.certificate.handOnShown(webServer, domain), toPaste(handOnLines(webServer, domain, port)));
  if (!(await watchWebServer(domain, () => environment.certificate.isHandedOn(domain, port), context)))
    return undefined;
  return {
    configChanges: { ...answers.configChanges, "listen.http": `${LOOPBACK}:${port}` },
    unavailable: (answers.unavailable ?? []).filter((listener) => listener !== "http"),
  };
}

async function freePort({ configChanges }: Answers, environment: Environment): Promise<number> {
  const others = Object.values(environment.listeners(configChanges)).map((text) => parseListener(text)?.port);
  for (let port = USUAL_PORT; port < USUAL_PORT + MAX_PORTS_TRIED; port++) {
    const { kind } = await environment.portState({ host: LOOPBACK, port });
    if (kind === "free" && !others.includes(port)) return port;
  }
  return USUAL_PORT;
}
