/** From the start of a server to the end of the process: what the signals mean. */
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { ServiceManager } from "./sd-notify.ts";

export interface RunningServer {
  /** Resolves when every stream is closed and everything is on the disk. */
  stop(): Promise<void>;
  /** Takes what can be changed without a restart. */
  reload(config: Config): void | Promise<void>;
}

/** `process`, or a part of it. */
export interface Signals {
  on(name: NodeJS.Signals, listener: () => void): unknown;
  off(name: NodeJS.Signals, listener: () => void): unknown;
}

export interface Life {
  /** Brings the server up. */
  readonly start: () => RunningServer | Promise<RunningServer>;
  readonly signals: Signals;
  readonly manager: Pick<ServiceManager, "ready" | "reloading" | "stopping">;
  /** One line, for the service manager. */
  readonly summary: string;
  readonly log: Logger;
  /** What config.toml says now. Throws ConfigError. */
  readonly readAgain: () => Config;
  /** Asked to stop a second time, by somebody who does not want to wait. */
  readonly abandon: () => void;
}

/**
 * Resolves when SIGTERM or SIGINT has come and the server has stopped; SIGHUP makes it read config.toml again. Signals that
 * come while it starts are heard as well. Rejects as `start` does.
 */
export async function untilStopped(life: Life): Promise<void> {
  const { start, signals, manager, summary, abandon } = life;
  const started = Promise.withResolvers<RunningServer>();
  const told = Promise.withResolvers<void>();
  let isStopping = false;
  let reloading = Promise.resolve();
  const stop = (): void => {
    if (isStopping) abandon();
    isStopping = true;
    told.resolve();
  };
  const hangup = (): void => {
    reloading = reloading.then(async () => reload(await started.promise, life));
  };
  signals.on("SIGTERM", stop);
  signals.on("SIGINT", stop);
  signals.on("SIGHUP", hangup);
  try {
    const server = await start();
    started.resolve(server);
    manager.ready(summary);
    await told.promise;
    await reloading;
    manager.stopping();
    await server.stop();
  } finally {
    signals.off("SIGTERM", stop);
    signals.off("SIGINT", stop);
    signals.off("SIGHUP", hangup);
  }
}

/** A wrong file changes nothing: the server goes on with what it has, and the service manager is told so either way. */
async function reload(server: RunningServer, { manager, summary, log, readAgain }: Life): Promise<void> {
  manager.reloading();
  try {
    await server.reload(readAgain());
    log.info({ event: "configuration-reloaded" });
  } catch (error) {
    log.error({ event: "configuration-not-reloaded", reason: error instanceof Error ? error.message : String(error) });
  }
  manager.ready(summary);
}
