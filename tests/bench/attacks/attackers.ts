/** The process of the attackers: reports on stdout when it is ready, starts on a line of input, then reports the result. */
import { type AttackTarget, openAttackContext } from "./attack-context.ts";
import { ATTACKS } from "./table.ts";

export interface AttackersTask {
  readonly attack: string;
  readonly target: AttackTarget;
}

/** Messages of the process, each a line of JSON. */
export type AttackersMessage = { readonly ready: true } | { readonly said: number; readonly answered: string };

const lines = console[Symbol.asyncIterator]();
const report = (message: AttackersMessage): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const task: AttackersTask = JSON.parse((await lines.next()).value);
const attack = ATTACKS.find(({ name }) => name === task.attack);
if (!attack) throw new Error(`no attack is called ${task.attack}`);
const context = openAttackContext(task.target, async () => {
  report({ ready: true });
  await lines.next();
});
const answered = await attack.run(context);
report({ said: context.sentBytes(), answered });
// Connections stay open until this process is ended, since the server may be stopped before.
await lines.next();
process.exit(0);
