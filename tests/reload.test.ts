/** SIGHUP: the options that are applied are those that say `reload: "live"`, and no others. */
import { expect, test } from "bun:test";
import { readConfig } from "../src/config/read.ts";
import { keyOf, optionsByKey, sectionsOf } from "../src/config/schema.ts";
import type { LogLevel } from "../src/log.ts";
import { modules } from "../src/modules.ts";
import { startTestServer } from "./support/server.ts";

/** A proxy of the values that calls `read` with the key of each option that is read. */
function watched<C extends object>(config: C, read: (key: string) => void): C {
  const watch = (section: string, values: object): object =>
    new Proxy(values, {
      get: (target, name) => {
        if (Object.hasOwn(target, name)) read(keyOf(section, String(name)));
        return Reflect.get(target, name);
      },
    });
  const { modules: ofModules, ...own } = config as Record<string, object>;
  const watchAll = (sections: object): [string, object][] =>
    Object.entries(sections).map(([section, values]) => [section, watch(section, values)]);
  return {
    ...Object.fromEntries(watchAll(own)),
    modules: Object.fromEntries(watchAll(ofModules ?? {})),
  } as C;
}

test("a reload reads every live option, and no other", async () => {
  const levels: LogLevel[] = [];
  await using stage = await startTestServer({ setLogLevel: (level) => void levels.push(level) });
  const read = new Set<string>();
  const config = readConfig("", modules, ["domains=localhost", "log_level=debug"]);
  await stage.server.reload(watched(config, (key) => void read.add(key)));
  const live = [...optionsByKey(sectionsOf(modules))].flatMap(([key, { reload }]) => (reload === "live" ? [key] : []));
  expect([...read].sort()).toEqual(live.sort());
  expect(live).not.toEqual([]);
  expect(levels).toEqual(["debug"]);
});
