/** The process of the load generator: one scenario against one server; task as JSON on stdin, figures as JSON on stdout. */
import type { Extent, Server } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";

export interface Task {
  readonly scenario: string;
  readonly server: Server;
  readonly extent: Extent;
}

const task: Task = await Bun.stdin.json();
const scenario = SCENARIOS.find(({ name }) => name === task.scenario);
if (!scenario) throw new Error(`there is no scenario ${task.scenario}`);
await Bun.write(Bun.stdout, JSON.stringify(await scenario.run(task.server, task.extent)));
process.exit(0);
