/** Setup in a browser, from where its pages are announced to when they end: the wizard has, or nobody answers any more. */
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { type Clock, MINUTE, SECOND, systemClock } from "../../src/clock.ts";
import type { Logger } from "../../src/log.ts";
import type { Language } from "../../src/messages/language.ts";
import { setupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { interfacesHere, outgoingAddress, ownAddresses } from "../../src/net/own-addresses.ts";
import { type Answers, deleteAnswers } from "../answers.ts";
import type { SetupHost } from "../real-environment.ts";
import { prepareSetup, type SetupOptions } from "../setup.ts";
import { announcementLines } from "./announce.ts";
import { newCode } from "./entrance.ts";
import { whenIdle } from "./idle.ts";
import { addressesToListen, addressesToShow, isLocalPeer, isLoopback } from "./local-network.ts";
import { type BrowserSitting, openSitting, type SittingDeps } from "./sitting.ts";

export interface BrowserSetupOptions extends SetupOptions, Pick<SittingDeps, "restore" | "uploads"> {
  /** The first browser is let in, without a code. */
  readonly isForFirst: boolean;
  /** Of the pages; 0 for any, undefined for the usual ones and a signpost on port 80. */
  readonly port: number | undefined;
  /** The lines of a QR code; none where there is no room for it. */
  readonly qrLines: (text: string) => readonly string[];
  /** Whoever has started it wants it to end. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

export interface BrowserSetup {
  /** Undefined where the person has stopped, or nobody has answered: the answers are kept for the next run. */
  readonly answers: Answers | undefined;
  /** Closes the last page, which can be loaded again until then. */
  readonly stop: () => Promise<void>;
}

const PORTS = [8080, 8081, 8082, 8083, 8084, 8085, 0];
const SIGNPOST_PORT = 80;
/** Until the last page is fetched, and for which it can be loaded again. */
const MAX_FETCH_MS = MINUTE;
const LINGER_MS = 20 * SECOND;
const LINGER_BESIDE_SERVER_MS = 10 * MINUTE;
/** Where programs ask for names of multicast DNS: this machine's is told to the network as well. */
const AVAHI = "/run/avahi-daemon/socket";
/** TEST-NET-1 (RFC 5737): nothing is sent there. */
const ELSEWHERE = "192.0.2.1";

/**
 * `hostFor`: what setup works with, speaking a language. Throws SetupError, ConfigError, and what the system says of a port or
 * the home.
 */
export async function setupInBrowser(
  hostFor: (language: Language) => SetupHost,
  options: BrowserSetupOptions,
  clock: Clock = systemClock,
): Promise<BrowserSetup> {
  const { language, say, signal, isForFirst, port, log, restore, uploads } = options;
  const texts = setupBrowserMessages[language].terminal;
  const prepare = (spoken: Language, begun: Answers = {}) =>
    prepareSetup(hostFor(spoken), { ...options, language: spoken, answers: { ...options.answers, ...begun } });
  // What is wrong with flags or the configuration is said before anybody is asked to open a browser.
  prepare(language);
  const code = isForFirst ? undefined : newCode();
  const sitting = openSitting({
    ...{ code, prepare, restore, uploads, say, isLocalPeer, log, clock },
    isOverheard: (remoteAddress) => !isLoopback(remoteAddress),
    // Where it cannot be asked, it does not run yet.
    isUp: async () =>
      (await hostFor(language)
        .runningDomains()
        .catch(() => undefined)) !== undefined,
    onEntered: (remoteAddress) => say(texts.entered(remoteAddress)),
    addresses: addressesToListen(ownAddresses(interfacesHere())),
    ports: port === undefined ? PORTS : [port],
    signpostPort: port === undefined ? SIGNPOST_PORT : undefined,
    machineName: hostname(),
  });
  const { server } = sitting;
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  const onIdle = (): void => {
    say(texts.idle);
    sitting.leave();
  };
  const stopWatching = whenIdle(sitting, clock, onIdle);
  signal.addEventListener("abort", sitting.leave);
  /** So long, unless whoever has started it wants it to end. */
  const pause = (ms: number): Promise<void> => Promise.race([clock.sleep(ms), aborted]);
  try {
    for (const line of await announcement(sitting, code, options)) say(line);
    const run = await sitting.begun;
    const answers = await run?.ended;
    if (answers) deleteAnswers(hostFor(language).home.directory);
    if (run) await Promise.race([sitting.fetched, pause(MAX_FETCH_MS)]);
    server.signpost.close();
    if (answers?.startMode === "foreground") {
      clock.after(LINGER_BESIDE_SERVER_MS, () => void server.stop());
      return { answers, stop: server.stop };
    }
    if (run && !signal.aborted) {
      say("");
      say(texts.lingers(LINGER_MS / SECOND));
      await pause(LINGER_MS);
    }
    await server.stop();
    return { answers, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    stopWatching();
    signal.removeEventListener("abort", sitting.leave);
  }
}

async function announcement(
  { server }: BrowserSitting,
  code: string | undefined,
  { language, qrLines }: BrowserSetupOptions,
): Promise<readonly string[]> {
  const own = ownAddresses(interfacesHere());
  return announcementLines({
    ...{ code, qrLines, language, port: server.port },
    addresses: addressesToShow(own, await outgoingAddress(ELSEWHERE)),
    localName: existsSync(AVAHI) ? `${hostname().split(".", 1)[0]}.local`.toLowerCase() : undefined,
    hasSignpost: server.signpost.port !== undefined,
  });
}
