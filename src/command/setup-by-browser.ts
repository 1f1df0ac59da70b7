/** jabber-home setup --web: the wizard in a browser, and the server behind it where that starts at once. */
import { type BrowserSetupOptions, setupInBrowser } from "../../installer/browser/setup-in-browser.ts";
import type { SetupHost } from "../../installer/real-environment.ts";
import type { SetupOptions } from "../../installer/setup.ts";
import { openStderrLog } from "../log/stderr.ts";
import type { Language } from "../messages/language.ts";
import { qrLines } from "../qr-code.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

export type WebFlags = Pick<BrowserSetupOptions, "isForFirst" | "port">;

export interface SetupByBrowser {
  readonly hostFor: (language: Language) => SetupHost;
  readonly options: SetupOptions & Pick<BrowserSetupOptions, "restore" | "uploads">;
  readonly terminal: Terminal;
  readonly web: WebFlags;
  readonly runServer: () => Promise<ExitCode>;
}

export async function setupByBrowser({
  hostFor,
  options,
  terminal,
  web,
  runServer,
}: SetupByBrowser): Promise<ExitCode> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  // A second one ends the process at once.
  for (const signal of SIGNALS) process.once(signal, stop);
  const { isColoured, columns } = terminal;
  const { answers, stop: stopPages } = await setupInBrowser(hostFor, {
    ...{ ...options, ...web },
    qrLines: (text) => (isColoured ? qrLines(text, { columns }) : []),
    signal: stopping.signal,
    log: openStderrLog("warn", "auto"),
  }).finally(() => {
    for (const signal of SIGNALS) process.off(signal, stop);
  });
  if (!answers) return EXIT.failed;
  if (answers.startMode !== "foreground") return EXIT.ok;
  return await runServer().finally(stopPages);
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
