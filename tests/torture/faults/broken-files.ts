/** Files of a server that are broken while it runs, and whole again later. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../random.ts";
import type { Site } from "../sites.ts";
import type { Fault } from "./fault.ts";
import { oneFault } from "./one-fault.ts";

/** How often it is started meanwhile. */
const RESTART = 0.5;

type Start = (site: Site) => Promise<void>;

/** In the place of the rest of a file, or of all of it: neither configuration nor certificate. */
const NONSENSE = Buffer.from("\n\0 no such thing = [ \xff", "latin1");

const broken = (content: Uint8Array, random: Random): Uint8Array =>
  Buffer.concat([content.subarray(0, random.pick([0, random.integer(1, content.length)])), NONSENSE]);

/** A server that may refuse to start: it says which file is the reason. Returns what is wrong with that. */
async function startedOrExplained(site: Site, name: string, start: Start): Promise<string[]> {
  const refusal = await start(site).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  return refusal === undefined || refusal.includes(name)
    ? []
    : [`${site.domain} does not say that ${name} is broken: ${refusal}`];
}

/** It goes on with what it has read before, also where it is told to read it again; it may be started meanwhile. */
function brokenFile(name: string, pathOf: (site: Site) => string, start: Start): Fault {
  let content: Uint8Array = new Uint8Array();
  const found: string[] = [];
  return oneFault({
    name: `a broken ${name}`,
    errors: "any",
    mayRefuse: true,
    strikes: async (site, random) => {
      const path = pathOf(site);
      content = readFileSync(path);
      writeFileSync(path, broken(content, random));
      process.kill(site.pid, "SIGHUP");
      await Bun.sleep(random.integer(100, 1500));
      if (!site.isAlive()) found.push(`${site.domain} has ended because of it`);
      if (!random.chance(RESTART)) return;
      await site.stop();
      found.push(...(await startedOrExplained(site, name, start)));
    },
    isOver: async (site) => {
      writeFileSync(pathOf(site), content);
      await site.kill();
      await start(site);
      return found;
    },
  });
}

export const brokenConfiguration = (start: Start): Fault =>
  brokenFile("config.toml", ({ home }) => join(home, "config.toml"), start);
export const brokenCertificate = (start: Start): Fault =>
  brokenFile("leaf.pem", ({ certificate }) => certificate, start);
