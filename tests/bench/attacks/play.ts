/** The attackers' process: says on stdout when it is ready, begins when a line comes, then says what came of it. */
import { openStage, type Scene } from "./stage.ts";
import { ATTACKS } from "./table.ts";

export interface Task {
  readonly attack: string;
  readonly scene: Scene;
}

/** What the process says, a line of JSON each. */
export type Word = { readonly ready: true } | { readonly said: number; readonly answered: string };

const lines = console[Symbol.asyncIterator]();
const say = (word: Word): void => void process.stdout.write(`${JSON.stringify(word)}\n`);
const task: Task = JSON.parse((await lines.next()).value);
const attack = ATTACKS.find(({ name }) => name === task.attack);
if (!attack) throw new Error(`no attack is called ${task.attack}`);
const stage = openStage(task.scene, async () => {
  say({ ready: true });
  await lines.next();
});
const answered = await attack.play(stage);
say({ said: stage.said(), answered });
// Whoever is connected stays so until this process is ended: the server may be stopped before.
await lines.next();
process.exit(0);
