/** The load of other processes during a measurement, so that a disturbed figure can say so. */
import { readFileSync } from "node:fs";
import { cpuOfServer, type Watched } from "./measure.ts";

/** Seconds that all cores together have been busy since boot (proc(5), /proc/stat): neither idle nor waiting for a disk. */
function busySeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] =
    readFileSync("/proc/stat", "latin1").split("\n", 1)[0]?.split(/\s+/).slice(1).map(Number) ?? [];
  return (user + nice + system + irq + softirq) / 100;
}

/** Starts measuring; the returned function returns the load in cores of processes other than the server and a load of `own` CPU seconds. */
export function startOtherLoad(server: Watched): (own: number) => number {
  const [began, busy, cpu] = [performance.now(), busySeconds(), cpuOfServer(server)];
  return (own) => {
    const seconds = (performance.now() - began) / 1000;
    const others = busySeconds() - busy - (cpuOfServer(server) - cpu) - own;
    return Math.max(0, others / seconds);
  };
}
