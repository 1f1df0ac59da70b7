/** The executable is built by a record of which functions a start uses: it has to be of the program as it is. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { baseline } from "../support/peers/jabber-home.ts";
import { start, temporaryFolder } from "../support/peers/peer.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { functionsIn, ORDER_FILE, recordingTo } from "./recorded.ts";

/** Of what a start uses: what is not in the record lies apart, and takes a page of memory each. */
const LEAST_SHARE = 0.8;

test("installer/bytecode-order.txt has most functions that a start uses; if not, npm run order", async () => {
  const folder = temporaryFolder("bytecode-order");
  try {
    const options = { accounts: ["alice"], password: "wherefore art thou", web: true };
    const installation = await baseline(compiledProgram()).install(folder.path, options);
    const recorded = join(folder.path, "recorded");
    const running = await start({ ...installation, environment: recordingTo(recorded) });
    await running.stop();
    const used = functionsIn(recorded);
    const listed = new Set(functionsIn(ORDER_FILE));
    expect(used.length).toBeGreaterThan(500);
    expect(used.filter((name) => listed.has(name)).length / used.length).toBeGreaterThan(LEAST_SHARE);
  } finally {
    folder.remove();
  }
}, 60_000);
