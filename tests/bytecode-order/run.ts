/**
 * npm run order: writes installer/bytecode-order.txt, by which the bytecode of the executable is laid out: what a start uses lies
 * together, and behind it what people use who chat, talk in rooms, read archives and send pictures.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ring } from "../bench/rosters.ts";
import { Answers } from "../confined/answers.ts";
import { People } from "../confined/people.ts";
import { baseline } from "../support/peers/jabber-home.ts";
import { start, temporaryFolder } from "../support/peers/peer.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { functionsIn, ORDER_FILE, orderOf, recordingTo } from "./recorded.ts";

const PEOPLE = 50;
const CONTACTS = 10;
const PASSWORD = "o sweet content";
/** Milliseconds after which a start is over, with what is given back of it. */
const SETTLED = 6000;
/** How often each of them does what people do. */
const TIMES = 5;

const folder = temporaryFolder("bytecode-order");
try {
  const rosters = ring("person", PEOPLE, CONTACTS);
  const names = [...rosters.keys()];
  const options = { accounts: names, password: PASSWORD, rosters, web: true };
  const installation = await baseline(compiledProgram()).install(folder.path, options);
  const recorded = join(folder.path, "recorded");
  const running = await start({ ...installation, environment: recordingTo(recorded) });
  try {
    await Bun.sleep(SETTLED);
    const people = new People({ installation, names, password: PASSWORD, answers: new Answers() });
    await people.arrive();
    for (const [, act] of people.doings) for (let time = 0; time < TIMES; time += 1) await act();
    people.leave();
  } finally {
    await running.stop();
  }
  const functions = functionsIn(recorded);
  writeFileSync(ORDER_FILE, orderOf(functions));
  console.log(`${functions.length} functions and modules, in the order in which they were used`);
} finally {
  folder.remove();
}
process.exit(0);
