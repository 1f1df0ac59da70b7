import { expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { ConfigError } from "../config/error.ts";
import { readConfig } from "../config/read.ts";
import type { LogEvent } from "../log.ts";
import { untilStopped } from "./signals.ts";

function begin() {
  const signals = new EventEmitter();
  const happened: string[] = [];
  const stopped = Promise.withResolvers<void>();
  const file = { text: 'domains = ["example.com"]' };
  const note = (event: LogEvent) => happened.push(event.event);
  const running = untilStopped({
    signals,
    manager: {
      ready: (summary) => void happened.push(summary),
      reloading: () => void happened.push("reloading"),
      stopping: () => void happened.push("STOPPING"),
    },
    summary: "serves",
    log: { error: note, warn: note, info: note, debug: note },
    readConfig: () => readConfig(file.text, []),
    exitAtOnce: () => happened.push("abandoned"),
    start: () => ({
      stop: () => {
        happened.push("stopping");
        return stopped.promise;
      },
      reload: (config) => void happened.push(`reload ${config.general.domains}`),
    }),
  });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { signals, happened, stopped, file, running, settle };
}

test.each(["SIGTERM", "SIGINT"])("%s stops the server, and ends when it has stopped", async (signal) => {
  const { signals, happened, stopped, running, settle } = begin();
  signals.emit(signal);
  await settle();
  expect(happened).toEqual(["serves", "STOPPING", "stopping"]);
  stopped.resolve();
  await running;
  expect(signals.eventNames()).toEqual([]);
});

test("a second signal ends the process at once", async () => {
  const { signals, happened, stopped, running, settle } = begin();
  signals.emit("SIGINT");
  await settle();
  signals.emit("SIGINT");
  expect(happened).toEqual(["serves", "STOPPING", "stopping", "abandoned"]);
  stopped.resolve();
  await running;
});

test("SIGHUP reloads config.toml; an invalid one changes nothing", async () => {
  const { signals, happened, file, settle } = begin();
  signals.emit("SIGHUP");
  await settle();
  file.text = "domains = 3";
  expect(() => readConfig(file.text, [])).toThrow(ConfigError);
  signals.emit("SIGHUP");
  await settle();
  expect(happened).toEqual([
    "serves",
    "reloading",
    "reload example.com",
    "configuration-reloaded",
    "serves",
    "reloading",
    "configuration-not-reloaded",
    "serves",
  ]);
});
