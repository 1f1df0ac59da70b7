/** The process of the attackers: reports on stdout when it is ready, starts on a line of input, then reports the result. */
import { type AttackTarget, openAttackContext } from "./attack-context.ts";
import { ATTACKS } from "./table.ts";

export interface AttackersTask {
  readonly attack: string;
  readonly scene: AttackTarget;
}

/** What the process says, a line of JSON each. */
export type AttackersMessage = { readonly ready: true } | { readonly said: number; readonly answered: string };

const lines = console[Symbol.asyncIterator]();
const say = (word: AttackersMessage): void => void process.stdout.write(`${JSON.stringify(word)}\n`);
const task: AttackersTask = JSON.parse((await lines.next()).value);
const attack = ATTACKS.find(({ name }) => name === task.attack);
if (!attack) throw new Error(`no attack is called ${task.attack}`);
const stage = openAttackContext(task.scene, async () => {
  say({ ready: true });
  await lines.next();
});
const answered = await attack.play(stage);
say({ said: stage.said(), answered });
// Whoever is connected stays so until this process is ended: the server may be stopped before.
await lines.next();
process.exit(0);
