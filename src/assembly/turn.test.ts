import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { readConfig } from "../config/read.ts";
import type { Resolver } from "../dns/resolver.ts";
import { openTurn } from "./turn.ts";

const accounts = { list: () => [], onDisable: () => {}, onRemove: () => {} } as never;
const SILENT: Resolver = { query: () => new Promise(() => {}) };

const open = (...settings: string[]) => {
  const config = readConfig("", [], ["domains=example.com", ...settings]);
  const log = memoryLog();
  return openTurn({
    ...{ config, accounts, log, resolver: SILENT, offer: () => {} },
    secret: () => new Uint8Array(32),
  });
};

test("the start does not wait for DNS", async () => {
  // An address of no machine: nothing is listened on.
  const turn = await open("listen.turn=192.0.2.1:0");
  expect(turn?.listen({} as never).addresses).toEqual({});
  turn?.stop();
});
