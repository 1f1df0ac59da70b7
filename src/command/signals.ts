/** The signals of a running server: SIGTERM and SIGINT stop it, SIGHUP reloads config.toml, SIGUSR2 restarts it. */
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { ServiceManager } from "./sd-notify.ts";

export interface RunningServer {
  /** Resolves when every stream is closed and everything is on the disk. */
  stop(): Promise<void>;
  /** Takes what can be changed without a restart. */
  reload(config: Config): void | Promise<void>;
}

/** The part of `process` that is used. */
export interface Signals {
  on(name: NodeJS.Signals, listener: () => void): unknown;
  off(name: NodeJS.Signals, listener: () => void): unknown;
}

export interface SignalDeps {
  /** Starts the server. */
  readonly start: () => RunningServer | Promise<RunningServer>;
  readonly signals: Signals;
  readonly manager: Pick<ServiceManager, "ready" | "reloading" | "stopping">;
  /** The status line that the service manager shows. */
  readonly summary: string;
  readonly log: Logger;
  /** What config.toml says now. Throws ConfigError. */
  readonly readConfig: () => Config;
  /** Called at the second SIGTERM or SIGINT: ends the process without waiting. */
  readonly exitAtOnce: () => void;
}

/** What is to be done when the server has stopped: SIGUSR2 asks for a start of the program that has its name by then. */
export type AfterStop = "end" | "restart";

/**
 * Starts the server and resolves when SIGTERM, SIGINT or SIGUSR2 has come and it has stopped. SIGHUP reloads config.toml. Signals
 * that arrive during the start take effect after it. Rejects as `start` does.
 */
export async function untilStopped(deps: SignalDeps): Promise<AfterStop> {
  const { start, signals, manager, summary, exitAtOnce } = deps;
  const started = Promise.withResolvers<RunningServer>();
  const stopRequested = Promise.withResolvers<void>();
  let isStopping = false;
  let after: AfterStop = "end";
  let reloading = Promise.resolve();
  const onStop = (): void => {
    if (isStopping && after === "end") exitAtOnce();
    isStopping = true;
    after = "end";
    stopRequested.resolve();
  };
  const onRestart = (): void => {
    if (isStopping) return;
    isStopping = true;
    after = "restart";
    stopRequested.resolve();
  };
  const onHangup = (): void => {
    reloading = reloading.then(async () => reload(await started.promise, deps));
  };
  signals.on("SIGTERM", onStop);
  signals.on("SIGINT", onStop);
  signals.on("SIGHUP", onHangup);
  signals.on("SIGUSR2", onRestart);
  try {
    const server = await start();
    started.resolve(server);
    manager.ready(summary);
    await stopRequested.promise;
    await reloading;
    manager.stopping();
    await server.stop();
    return after;
  } finally {
    signals.off("SIGTERM", onStop);
    signals.off("SIGINT", onStop);
    signals.off("SIGHUP", onHangup);
    signals.off("SIGUSR2", onRestart);
  }
}

/** An invalid file changes nothing; the service manager is told in either case that the reload is over. */
async function reload(server: RunningServer, { manager, summary, log, readConfig }: SignalDeps): Promise<void> {
  manager.reloading();
  try {
    await server.reload(readConfig());
    log.info({ event: "configuration-reloaded" });
  } catch (error) {
    log.error({ event: "configuration-not-reloaded", reason: error instanceof Error ? error.message : String(error) });
  }
  manager.ready(summary);
}
