/** One attack on a fresh server while a bystander pings it: the cost, and the slowest ping. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { stopAll } from "../../support/process/processes.ts";
import { startOtherLoad } from "../other-load.ts";
import type { Attack } from "./attack.ts";
import type { AttackersMessage, AttackersTask } from "./attackers.ts";
import { type Bystander, bystander } from "./bystander.ts";
import { type Reading, readingOf } from "./reading.ts";
import { type AttackedServer, type Running, runServer, setUpServer } from "./server.ts";

export interface Measured {
  readonly attack: string;
  /** The bystander's slowest ping, in milliseconds. */
  readonly ping: number;
  /** The greatest growth of memory in bytes, and the growth left afterwards. */
  readonly memory: number;
  readonly kept: number;
  /** The greatest growth of the home in bytes. */
  readonly disk: number;
  readonly said: number;
  /** Seconds of the server's CPU. */
  readonly cpu: number;
  readonly answered: string;
  /** The load of other processes meanwhile, in cores. */
  readonly others: number;
}

/** Server and attackers have a core each, where there are two, so that neither slows the other. */
export const CORES = availableParallelism() > 1 && Bun.which("taskset") ? { server: 0, attackers: 1 } : undefined;

/** Milliseconds for the preparation and the attack, and for which the server is watched afterwards. */
const PREPARATION_TIMEOUT_MS = 120_000;
const ATTACK_TIMEOUT_MS = 90_000;
const WATCH_AFTER_MS = 3000;
/** Milliseconds between the preparation and the attack. */
const REST_MS = 1500;
const SAMPLE_INTERVAL_MS = 20;

export async function measured(program: readonly string[], attack: Attack): Promise<Measured> {
  const server = await setUpServer(program, attack, CORES?.server);
  let running: Running | undefined;
  try {
    running = await runServer(server);
    await using attackers = new AttackersProcess(server, running, attack);
    const outcome = await attackers.outcome();
    const restarted = attack.isRestarted ? `; ${await restart(server, running)}` : "";
    return { ...outcome, answered: `${outcome.answered}${restarted}` };
  } finally {
    if (running) await stopAll(running.process.pid);
    server.remove();
  }
}

/** Stops the server by SIGTERM, and starts it again. */
async function restart(server: AttackedServer, { process }: Running): Promise<string> {
  const began = performance.now();
  process.signal("SIGTERM");
  const exit = await Promise.race([process.exited, Bun.sleep(60_000)]);
  const stop = performance.now() - began;
  if (exit === undefined) return "does not stop within a minute";
  const restarted = await runServer(server);
  await stopAll(restarted.process.pid);
  return `stopped with ${exit} in ${(stop / 1000).toFixed(1)} s, listens again after ${(restarted.startTime / 1000).toFixed(1)} s`;
}

/** The attackers' process, and its messages. */
class AttackersProcess implements AsyncDisposable {
  readonly #server: AttackedServer;
  readonly #running: Running;
  readonly #attack: Attack;
  readonly #child;
  readonly #errors: Promise<string>;
  readonly #words: AsyncIterator<AttackersMessage>;

  constructor(server: AttackedServer, running: Running, attack: Attack) {
    [this.#server, this.#running, this.#attack] = [server, running, attack];
    const pinned = CORES ? ["taskset", "-c", String(CORES.attackers)] : [];
    // The bystander runs on the same core, and must not wait for the attackers.
    const niced = ["nice", "-n", "10"];
    this.#child = Bun.spawn([...pinned, ...niced, process.execPath, join(import.meta.dir, "attackers.ts")], {
      ...{ stdin: "pipe", stdout: "pipe", stderr: "pipe" },
      timeout: PREPARATION_TIMEOUT_MS + ATTACK_TIMEOUT_MS,
    });
    this.#errors = this.#child.stderr.text();
    this.#words = messagesOf(this.#child.stdout);
    const task: AttackersTask = { attack: attack.name, target: server.target };
    this.#tell(JSON.stringify(task));
  }

  async outcome(): Promise<Measured> {
    const { pid } = this.#running.process;
    const other = await bystander(this.#server.target);
    await Promise.race([
      this.#next(PREPARATION_TIMEOUT_MS),
      this.#ended(other, "the server ended while it was prepared"),
    ]);
    await Bun.sleep(REST_MS);
    const read = (): Reading => readingOf(pid, this.#server.home);
    const before = read();
    let [memory, disk] = [before.memory, before.disk];
    const watch = setInterval(() => {
      const now = read();
      [memory, disk] = [Math.max(memory, now.memory), Math.max(disk, now.disk)];
    }, SAMPLE_INTERVAL_MS);
    const others = startOtherLoad({ pid });
    const own = process.cpuUsage();
    other.slowest();
    this.#tell("begin");
    const message = await Promise.race([
      this.#next(ATTACK_TIMEOUT_MS).catch((error: Error) => ({ said: 0, answered: error.message })),
      this.#ended(other, "").catch(() => ({ said: 0, answered: "the server has ended" })),
    ]);
    await Promise.race([Bun.sleep(WATCH_AFTER_MS), other.closed]);
    clearInterval(watch);
    const after = read();
    const ping = other.slowest();
    const { user, system } = process.cpuUsage(own);
    const loads = Number(this.#child.resourceUsage()?.cpuTime.total ?? 0) / 1e6;
    await other.leaves();
    if ("ready" in message) throw new Error("the attack began twice");
    return {
      attack: this.#attack.name,
      ping,
      memory: memory - before.memory,
      kept: Math.max(0, after.memory - before.memory),
      disk: Math.max(disk, after.disk) - before.disk,
      said: message.said,
      cpu: after.cpu === 0 ? Number.NaN : after.cpu - before.cpu,
      answered: message.answered,
      others: others(loads + (user + system) / 1e6),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
  }

  #tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
    this.#child.stdin.flush();
  }

  /** The next message. Throws the process's error output where there is none, or not in time. */
  async #next(timeoutMs: number): Promise<AttackersMessage> {
    const late = Bun.sleep(timeoutMs).then(() => ({ done: true, value: undefined, isLate: true }) as const);
    const next = await Promise.race([this.#words.next(), late]);
    if (!next.done) return next.value;
    if ("isLate" in next) throw new Error(`not done within ${timeoutMs / 1000} s`);
    const lines = (await this.#errors).trim().split("\n");
    throw new Error(lines.find((line) => line.includes("error:")) ?? lines.at(-1) ?? "the attackers ended");
  }

  async #ended(other: Bystander, text: string): Promise<never> {
    const exit = await Promise.race([this.#running.process.exited, other.closed]);
    throw new Error(`${text} (${exit}): ${this.#running.process.output().slice(-2000)}`);
  }
}

async function* messagesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<AttackersMessage> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      yield JSON.parse(text.slice(0, end)) as AttackersMessage;
      text = text.slice(end + 1);
    }
  }
}
