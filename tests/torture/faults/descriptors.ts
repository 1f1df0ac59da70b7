/** A server that may open no more files and connections. */
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import type { Site } from "../sites.ts";
import type { Fault } from "./fault.ts";
import { oneFault } from "./one-fault.ts";

/** Left when it begins. */
const LEFT = 3;
const CONNECTIONS = 40;
const MANY = 4096;

const limit = (pid: number, count: number): void => {
  const { exitCode, stderr } = Bun.spawnSync(["prlimit", "--pid", String(pid), `--nofile=${count}:`], {
    stderr: "pipe",
  });
  if (exitCode !== 0) throw new Error(`prlimit: ${stderr}`);
};

/** `start`: how it is started again where it has ended. */
export const descriptors = (start: (site: Site) => Promise<void>): Fault =>
  oneFault({
    name: "no more descriptors",
    errors: "any",
    mayRefuse: true,
    strikes: async (site) => {
      limit(site.pid, readdirSync(`/proc/${site.pid}/fd`).length + LEFT);
      const { port, host } = site.at();
      const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, host).on("error", () => {}));
      await Bun.sleep(1000);
      for (const socket of sockets) socket.destroy();
    },
    isOver: async (site) => {
      if (site.isAlive()) {
        limit(site.pid, MANY);
        return [];
      }
      await start(site);
      return [`${site.domain} has ended because of it`];
    },
  });
