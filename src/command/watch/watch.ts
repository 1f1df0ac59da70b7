/** jabber-home status --watch: the same again and again, on a screen that is drawn anew, or in lines. */

import { metricsFromServer } from "../../control/client.ts";
import { findingsOf } from "../../findings/findings.ts";
import type { Home } from "../../home.ts";
import { statusMessages } from "../../messages/status.ts";
import { askIfRunning } from "../ask.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { printJsonLine } from "../json/print.ts";
import { lastLogLines } from "../log-source.ts";
import type { Call } from "../verb.ts";
import { WATCHED } from "./schema.ts";
import { openScreen } from "./screen.ts";
import { printLine, printScreen } from "./watch-text.ts";
import { type Moment, samplesIn, type Watched, watchedOf } from "./watched.ts";

/** More than a screen has. */
const LOG_LINES = 100;

type WatchCall = Pick<Call, "home" | "language" | "terminal">;

/** How old the lines of the log may be that are shown, in milliseconds. */
const LOG_AGE_MS = 5_000;

/** Until somebody presses q or Ctrl-C, or ends the program. `interval` in milliseconds. */
export async function watch(call: WatchCall, interval: number, asJson: boolean): Promise<ExitCode> {
  const next = watcher(call);
  if (asJson || !call.terminal.isInteractive) return await lines(call, interval, asJson, next);
  const { isColoured } = call.terminal;
  using screen = openScreen(process.stdin, process.stdout);
  const messages = statusMessages[call.language];
  const log = freshLog(call.home);
  for (let current: Watched | undefined; ; ) {
    const draw = (): void => {
      const size = { columns: screen.columns, rows: screen.rows };
      screen.draw(
        current
          ? printScreen(
              { watched: current, log: log(current.report.pid), interval },
              { ...size, isColoured },
              call.language,
            )
          : [messages.notRunning(call.home.directory), "", messages.watch.keys(interval / 1000)],
      );
    };
    current = await next();
    draw();
    if (await screen.pause(interval, draw)) return EXIT.ok;
  }
}

/** A line each time, for a file or another program; ends where the server does not run. */
async function lines(
  { terminal, language, home }: WatchCall,
  interval: number,
  asJson: boolean,
  next: () => Promise<Watched | undefined>,
) {
  for (;;) {
    const watched = await next();
    if (!watched) {
      terminal.err(statusMessages[language].notRunning(home.directory));
      return EXIT.unavailable;
    }
    terminal.out(asJson ? watchedJson(watched) : printLine(watched, language));
    await Bun.sleep(interval);
  }
}

/** As `status --json` tells it, with the rates, in one line. */
const watchedJson = ({ report, now, ...watched }: Watched): string =>
  printJsonLine(WATCHED, { time: now, running: true, ...report, ...watched });

/** What the server says now, with what has happened since it was asked before; undefined where it does not run. */
function watcher(call: WatchCall): () => Promise<Watched | undefined> {
  let before: Moment | undefined;
  return async () => {
    const report = await askIfRunning(call, "GET /status");
    const metrics = report && (await metricsFromServer(call.home).catch(() => undefined));
    if (!report || !metrics) {
      before = undefined;
      return undefined;
    }
    const moment: Moment = { time: performance.now(), metrics: samplesIn(metrics) };
    const watched = watchedOf({ report, findings: findingsOf(report, Date.now()), now: Date.now() }, moment, before);
    before = moment;
    return watched;
  };
}

function freshLog(home: Home): (pid: number) => readonly string[] {
  let read = Number.NEGATIVE_INFINITY;
  let found: readonly string[] = [];
  return (pid) => {
    if (performance.now() - read < LOG_AGE_MS) return found;
    read = performance.now();
    found = lastLogLines(home, pid, LOG_LINES);
    return found;
  };
}
